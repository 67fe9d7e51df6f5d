package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// rates are signatures per second of the bare algorithm.
type rates struct {
	one float64 // one after the other
	all float64 // on all cores at once
}

// newSigners makes a key for each algorithm.
func newSigners() (map[string]crypto.Signer, error) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	return map[string]crypto.Signer{"RS256": rsaKey, "ES256": ecKey}, nil
}

func measureSignatures(span time.Duration, key crypto.Signer) (r rates, err error) {
	if r.one, err = signFor(span, 1, key); err != nil {
		return r, err
	}
	r.all, err = signFor(span, runtime.GOMAXPROCS(0), key)
	return r, err
}

// signFor signs in as many goroutines and returns the signatures per second.
func signFor(span time.Duration, goroutines int, key crypto.Signer) (float64, error) {
	digest := sha256.Sum256([]byte("what is signed does not matter"))
	begun := time.Now()
	end := begun.Add(span)
	var done atomic.Int64
	errs := make([]error, goroutines)
	var running sync.WaitGroup
	for i := range goroutines {
		running.Go(func() {
			for time.Now().Before(end) {
				if _, errs[i] = key.Sign(rand.Reader, digest[:], crypto.SHA256); errs[i] != nil {
					return
				}
				done.Add(1)
			}
		})
	}
	running.Wait()
	for _, err := range errs {
		if err != nil {
			return 0, err
		}
	}
	return float64(done.Load()) / time.Since(begun).Seconds(), nil
}
