package main

import (
	"context"
	"fmt"
	"time"
)

var algorithms = []string{"RS256", "ES256"}

// A comparison is the same load on both servers, one after the other: exchanges per second.
type comparison struct {
	alg         string
	clients     int
	ours, rival float64
}

func compare(ctx context.Context, alg string, clients int, span time.Duration) (c comparison, err error) {
	c = comparison{alg: alg, clients: clients}
	if c.ours, err = rate(ctx, startOurs, alg, clients, span); err != nil {
		return c, fmt.Errorf("the mock: %w", err)
	}
	if c.rival, err = rate(ctx, startRival, alg, clients, span); err != nil {
		return c, fmt.Errorf("%s: %w", rival, err)
	}
	return c, nil
}

type starter func(ctx context.Context, alg string) (target, func() error, error)

func rate(ctx context.Context, start starter, alg string, clients int, span time.Duration) (float64, error) {
	t, stop, err := start(ctx, alg)
	if err != nil {
		return 0, err
	}
	perSecond, err := load(ctx, t, clients, span)
	if stopErr := stop(); err == nil {
		err = stopErr
	}
	return perSecond, err
}
