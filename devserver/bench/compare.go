package main

import (
	"context"
	"crypto"
	"fmt"
	"time"
)

var algorithms = []string{"RS256", "ES256"}

// A comparison is the same load on both servers: exchanges per second.
type comparison struct {
	alg         string
	clients     int
	ours, rival float64
	signatures  rates
}

// rounds: both servers and the signatures take turns, so that what else the machine does falls on all of them.
const rounds = 3

func compare(ctx context.Context, alg string, key crypto.Signer, clients int, span time.Duration) (comparison, error) {
	c := comparison{alg: alg, clients: clients}
	for range rounds {
		signatures, err := measureSignatures(span/rounds/4, key)
		if err != nil {
			return c, err
		}
		c.signatures.one += signatures.one / rounds
		c.signatures.all += signatures.all / rounds
		ours, err := rate(ctx, startOurs, alg, clients, span/rounds)
		if err != nil {
			return c, fmt.Errorf("the mock: %w", err)
		}
		c.ours += ours / rounds
		other, err := rate(ctx, startRival, alg, clients, span/rounds)
		if err != nil {
			return c, fmt.Errorf("%s: %w", rival, err)
		}
		c.rival += other / rounds
	}
	return c, nil
}

// bound is how many exchanges per second the signatures alone would allow: one client waits for each of them.
func (c comparison) bound() float64 {
	if c.clients == 1 {
		return c.signatures.one / signaturesPerExchange
	}
	return c.signatures.all / signaturesPerExchange
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
