package web_test

import (
	"crypto"
	"encoding/base64"
	"encoding/json"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// The examples of https://www.rfc-editor.org/rfc/rfc9449: the proof and its key of section 4.1, that key's thumbprint of
// 6.1, the access token and its hash of 7.1.
const (
	rfc9449Proof = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCR" +
		"nMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19." +
		"eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ." +
		"2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"
	rfc9449Key        = `{ kty: 'EC', crv: 'P-256', x: 'l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs', y: '9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA' }`
	rfc9449Thumbprint = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
	rfc9449Token      = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
	rfc9449Hash       = "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"
)

// evaluated is the JSON that a script of node's prints: its own, with dpop.js and a place for keys.
func evaluated(t *testing.T, script string, into any) {
	t.Helper()
	command := exec.Command(node(t), "--input-type=module", "--eval", `
		import { stored } from './testdata/indexeddb.js'
		import * as dpop from './dpop.js'
		console.log(JSON.stringify(await (`+script+`)()))`)
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, err.(*exec.ExitError).Stderr)
	}
	if err := json.Unmarshal(out, into); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// proven is a proof, verified by the key that it brings along.
func proven(t *testing.T, proof string) (header, claims map[string]any, thumbprint string) {
	t.Helper()
	signed, err := jose.ParseSignedCompact(proof, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		t.Fatal(err)
	}
	key := signed.Signatures[0].Protected.JSONWebKey
	payload, err := signed.Verify(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(payload, &claims); err != nil {
		t.Fatal(err)
	}
	encoded, _, _ := strings.Cut(proof, ".")
	protected, err := base64.RawURLEncoding.DecodeString(encoded)
	if err == nil {
		err = json.Unmarshal(protected, &header)
	}
	if err != nil {
		t.Fatal(err)
	}
	sum, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	return header, claims, base64.RawURLEncoding.EncodeToString(sum)
}

func TestHashesOfRFC9449(t *testing.T) {
	var got struct{ Thumbprint, Hash string }
	evaluated(t, `async () => {
		const publicKey = await crypto.subtle.importKey('jwk', `+rfc9449Key+`, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify'])
		stored.set('rfc', { publicKey })
		return { thumbprint: await dpop.thumbprint('rfc'), hash: await dpop.sha256('`+rfc9449Token+`') }
	}`, &got)
	if got.Thumbprint != rfc9449Thumbprint || got.Hash != rfc9449Hash {
		t.Errorf("thumbprint %s, hash %s", got.Thumbprint, got.Hash)
	}
	if _, _, thumbprint := proven(t, rfc9449Proof); thumbprint != rfc9449Thumbprint {
		t.Errorf("the RFC's own proof has a key of thumbprint %s", thumbprint)
	}
}

// A proof for the request of the RFC's says what the RFC's says, but for the key and jti, which is new each time.
func TestAProofIsThatOfRFC9449(t *testing.T) {
	var got struct{ First, Second, Thumbprint string }
	evaluated(t, `async () => {
		const of = { key: 'shop', method: 'POST', url: 'https://server.example.com/token?a=1#b', at: 1562262616 }
		return { first: await dpop.proof(of), second: await dpop.proof(of), thumbprint: await dpop.thumbprint('shop') }
	}`, &got)
	wantHeader, wantClaims, _ := proven(t, rfc9449Proof)
	seen := map[any]bool{}
	for _, proof := range []string{got.First, got.Second} {
		header, claims, thumbprint := proven(t, proof)
		if thumbprint != got.Thumbprint {
			t.Errorf("the proof is by %s, the thumbprint is %s", thumbprint, got.Thumbprint)
		}
		jwk := header["jwk"].(map[string]any)
		if len(jwk) != 4 || jwk["kty"] != "EC" || jwk["crv"] != "P-256" {
			t.Errorf("jwk is %v", jwk)
		}
		if jti, _ := claims["jti"].(string); len(jti) < 16 || seen[jti] {
			t.Errorf("jti is %v, and was there before: %t", jti, seen[jti])
		}
		seen[claims["jti"]] = true
		header["jwk"], claims["jti"] = wantHeader["jwk"], wantClaims["jti"]
		if !reflect.DeepEqual(header, wantHeader) || !reflect.DeepEqual(claims, wantClaims) {
			t.Errorf("header %v, claims %v", header, claims)
		}
	}
}

// Sections 7.1 and 8: with an access token the proof has its hash, and the server's nonce where there is one.
func TestAProofForAnAPI(t *testing.T) {
	var proof string
	evaluated(t, `() => dpop.proof({ key: 'shop', method: 'GET', url: 'https://resource.example.org/protectedresource',
		nonce: 'eyJ7S_zG.eyJH0-Z.HX4w-7v', at: 1562262618, token: '`+rfc9449Token+`' })`, &proof)
	_, claims, _ := proven(t, proof)
	delete(claims, "jti")
	want := map[string]any{
		"htm": "GET", "htu": "https://resource.example.org/protectedresource", "iat": 1562262618.0,
		"ath": rfc9449Hash, "nonce": "eyJ7S_zG.eyJH0-Z.HX4w-7v",
	}
	if !reflect.DeepEqual(claims, want) {
		t.Errorf("claims %v, want %v", claims, want)
	}
}

// One key a name: the one that is stored, until the tab that logs out deletes it. Other tabs look for it anew.
func TestKeysAreKeptUntilTheyAreForgotten(t *testing.T) {
	var got struct {
		Same, Exportable, Other  bool
		Here, Everywhere, Stored bool
	}
	evaluated(t, `async () => {
		const name = () => dpop.thumbprint('shop')
		const [first, second] = await Promise.all([name(), name()])
		const pair = stored.get('shop')
		const before = { same: first === second, exportable: pair.privateKey.extractable, other: first === await dpop.thumbprint('other shop') }
		await dpop.forget('shop', false)
		const here = first === await name()
		stored.set('shop', stored.get('other shop')) // as another tab would, after a logout
		const stale = await name()
		await dpop.forget('shop', false)
		const fresh = await name()
		await dpop.forget('shop', true)
		return { ...before, here, everywhere: stale === first && fresh !== first, stored: stored.has('shop') }
	}`, &got)
	if !got.Same || got.Exportable || got.Other || !got.Here || !got.Everywhere || got.Stored {
		t.Errorf("%+v", got)
	}
}
