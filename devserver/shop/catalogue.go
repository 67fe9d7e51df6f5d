package shop

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// A Product is one article of the catalogue.
type Product struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Price       int    `json:"price"` // in cents
	Image       string `json:"image"` // a path on the storefront's origin
}

// An Order is one purchase of one user.
type Order struct {
	ID     string      `json:"id"`
	Date   string      `json:"date"`   // ISO 8601, without a time
	Status string      `json:"status"` // processing, shipped or delivered
	Total  int         `json:"total"`  // in cents, as paid: prices may have moved since
	Items  []OrderItem `json:"items"`
}

// An OrderItem keeps the product's name of the day it was bought.
type OrderItem struct {
	ProductID string `json:"productId"`
	Name      string `json:"name"`
	Quantity  int    `json:"quantity"`
}

//go:embed data/products.json
var productsJSON []byte

// ordersJSON maps a user's `sub` to the user's orders, newest first.
//
//go:embed data/orders.json
var ordersJSON []byte

func loadProducts() ([]Product, error) {
	var products []Product
	if err := json.Unmarshal(productsJSON, &products); err != nil {
		return nil, fmt.Errorf("shop: data/products.json: %w", err)
	}
	return products, nil
}

func loadOrders() (map[string][]Order, error) {
	var orders map[string][]Order
	if err := json.Unmarshal(ordersJSON, &orders); err != nil {
		return nil, fmt.Errorf("shop: data/orders.json: %w", err)
	}
	return orders, nil
}
