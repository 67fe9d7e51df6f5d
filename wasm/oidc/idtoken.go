package oidc

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
)

// Expectation is what an ID token must say.
type Expectation struct {
	Issuer   string
	ClientID string
	Nonce    string // the one that was sent; never empty, but see Refreshed
	Subject  string // whose token it must be; "" is anybody's
	MaxAge   int64  // seconds, as the request asked; -1 if it did not
	// Refreshed: the token came with a refresh, so it may lack a nonce. One that
	// is there must be that of the login (OIDC Core 12.2).
	Refreshed bool
	// Organization is what the request named, an org_id or an org_name; "" if
	// it named none. Auth0's own.
	Organization string
	ACRValues    string // acr_values of the request, separated by spaces; "" if it had none
	// AccessTokenDigest is the SHA-256 of the access token that came along.
	AccessTokenDigest []byte
	// Elapsed is how many seconds have gone since the token was issued, by our
	// own clock: 0 when it has just arrived.
	Elapsed int64
}

// Check tells whether the claims are what was expected. It goes through OIDC
// Core 3.1.3.7 in its order, each step with a code of its own; the signature,
// steps 6 to 8, is verified beside it (see [JWT]), and step 1, encryption, is
// never asked for.
//
// Times are compared with iat plus Elapsed and not with a clock: a clock that is
// set wrong locks nobody out. How wrong it is, [Skew] tells.
func (t JWT) Check(expect Expectation) error {
	for _, step := range []func(JWT, Expectation) error{
		JWT.checkIssuer,
		JWT.checkAudience,
		JWT.checkSubject,
		JWT.checkTimes,
		JWT.checkNonce,
		JWT.checkAuthTime,
		JWT.checkACR,
		JWT.checkOrganization,
		JWT.checkAccessHash,
	} {
		if err := step(t, expect); err != nil {
			return err
		}
	}
	return nil
}

// Step 2: iss is the issuer, character by character.
func (t JWT) checkIssuer(expect Expectation) error {
	if issuer := t.Claims.String("iss"); issuer != expect.Issuer || issuer == "" {
		return refuse(IDTokenIssuer, "iss is "+quoted(issuer)+", expected "+quoted(expect.Issuer))
	}
	return nil
}

// Steps 3 to 5: the client is an audience, and the party that the token was
// issued to. Of other audiences nothing is known, so with several azp must be
// there; a token that another client asked for is refused by its azp.
func (t JWT) checkAudience(expect Expectation) error {
	audiences := t.Claims.Strings("aud")
	if expect.ClientID == "" || !slices.Contains(audiences, expect.ClientID) {
		return refuse(IDTokenAudience,
			"aud is "+quoted(strings.Join(audiences, " "))+", expected "+quoted(expect.ClientID))
	}
	present := t.Claims["azp"] != nil
	if !present && len(audiences) > 1 {
		return refuse(IDTokenAudience, "azp is missing, though aud has several values")
	}
	if azp := t.Claims.String("azp"); present && azp != expect.ClientID {
		return refuse(IDTokenAudience, "azp is "+quoted(azp)+", expected "+quoted(expect.ClientID))
	}
	return nil
}

// Section 2: sub is there, at most 255 characters.
func (t JWT) checkSubject(expect Expectation) error {
	switch subject := t.Claims.String("sub"); {
	case subject == "":
		return refuse(IDTokenSubject, "sub is missing")
	case len(subject) > 255:
		return refuse(IDTokenSubject, "sub is longer than 255 characters")
	case expect.Subject != "" && subject != expect.Subject:
		return refuse(IDTokenSubject, "sub is another user's")
	}
	return nil
}

// Steps 9 and 10, and nbf (RFC 7519 4.1.5). iat comes first since the others
// are judged by it. Whether iat is recent is for [Skew] to say.
func (t JWT) checkTimes(expect Expectation) error {
	issuedAt, ok := t.Claims.Seconds("iat")
	if !ok {
		return refuse(IDTokenTime, "iat is missing or not a number of seconds")
	}
	expires, ok := t.Claims.Seconds("exp")
	if !ok {
		return refuse(IDTokenExpired, "exp is missing or not a number of seconds")
	}
	elapsed := max(expect.Elapsed, 0)
	if lifetime := expires - issuedAt; lifetime <= elapsed {
		return refuse(IDTokenExpired, "exp is "+strconv.FormatInt(lifetime, 10)+" s after iat, of which "+
			strconv.FormatInt(elapsed, 10)+" s have gone")
	}
	notBefore, ok := t.Claims.Seconds("nbf")
	switch {
	case t.Claims["nbf"] == nil:
	case !ok:
		return refuse(IDTokenTime, "nbf is not a number of seconds")
	case notBefore-issuedAt > elapsed:
		return refuse(IDTokenTime, "nbf is not reached yet")
	}
	if end, ok := t.Claims.Seconds("session_expiry"); t.Claims["session_expiry"] != nil && (!ok || end <= issuedAt) {
		return refuse(IDTokenTime, "session_expiry is not a number of seconds after iat")
	}
	return nil
}

// Step 11: the answer to our own request, and not one that was replayed.
func (t JWT) checkNonce(expect Expectation) error {
	if expect.Refreshed && t.Claims["nonce"] == nil {
		return nil
	}
	if !SecretsEqual(t.Claims.String("nonce"), expect.Nonce) {
		return refuse(IDTokenNonce, "nonce is not the one that was sent")
	}
	return nil
}

// authTimeLeeway is how much older than max_age, or younger than iat, a login
// may look, in seconds: the server judges max_age at the authorization endpoint
// and stamps iat when the code is redeemed, perhaps on another machine.
const authTimeLeeway = 60

// Step 13. Like exp it is judged by iat: both instants are of the server's clock.
func (t JWT) checkAuthTime(expect Expectation) error {
	if t.Claims["auth_time"] == nil && expect.MaxAge < 0 {
		return nil
	}
	authTime, ok := t.Claims.Seconds("auth_time")
	if !ok {
		return refuse(IDTokenAuthTime, "auth_time is missing or not a number of seconds")
	}
	issuedAt, _ := t.Claims.Seconds("iat") // checkTimes has refused a token without
	age := issuedAt - authTime
	if age < -authTimeLeeway {
		return refuse(IDTokenAuthTime, "auth_time is after iat")
	}
	if expect.MaxAge >= 0 && age-authTimeLeeway > expect.MaxAge {
		return refuse(IDTokenAuthTime, "the login was "+strconv.FormatInt(age, 10)+
			" s before iat, max_age is "+strconv.FormatInt(expect.MaxAge, 10))
	}
	return nil
}

// Step 12: a server that was asked for a way to log in may choose another (Core
// 3.1.2.1, a voluntary claim); who asked for it wants no other (RFC 9470 6.1).
func (t JWT) checkACR(expect Expectation) error {
	acr := t.Claims.String("acr")
	if expect.ACRValues != "" && (acr == "" || !slices.Contains(Values(expect.ACRValues), acr)) {
		return refuse(IDTokenACR, "acr is "+quoted(acr)+", asked for was "+quoted(expect.ACRValues))
	}
	return nil
}

// checkOrganization: an id is compared as it is, a name in small letters, as
// Auth0 keeps it. Without the check any organization's member could log in.
func (t JWT) checkOrganization(expect Expectation) error {
	wanted, claim := expect.Organization, "org_id"
	if wanted == "" {
		return nil
	}
	if !strings.HasPrefix(wanted, "org_") {
		wanted, claim = lower(wanted), "org_name"
	}
	if got := t.Claims.String(claim); got != wanted {
		return refuse(IDTokenOrganization, claim+" is "+quoted(got)+", expected "+quoted(wanted))
	}
	return nil
}

// lower writes the letters of ASCII small: names of organizations have no others.
func lower(name string) string {
	small := []byte(name)
	for i, c := range small {
		if 'A' <= c && c <= 'Z' {
			small[i] = c + 'a' - 'A'
		}
	}
	return string(small)
}

// Section 3.1.3.8: at_hash is optional in the code flow, but if it is there the
// access token must be the one that this ID token came with (3.1.3.6): it is the
// left half of that token's digest. Which digest, alg decides: SHA-256 for all
// but EdDSA, for which it would be SHA-512, and the caller has SHA-256 alone.
// There TLS ties the two tokens together, as in a response without at_hash.
func (t JWT) checkAccessHash(expect Expectation) error {
	if t.Claims["at_hash"] == nil || t.Alg == "EdDSA" {
		return nil
	}
	digest := expect.AccessTokenDigest
	half := base64.RawURLEncoding.EncodeToString(digest[:len(digest)/2])
	if half == "" || t.Claims.String("at_hash") != half {
		return refuse(IDTokenAccessHash, "at_hash is not the access token's")
	}
	return nil
}
