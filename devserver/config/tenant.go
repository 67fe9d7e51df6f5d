package config

import (
	"reflect"
	"slices"
	"strings"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/idp"
)

// Tenant is the authorization server's part, found at these addresses. What is not in a file (clock, log, the secret
// that it shares with the identity provider) is the caller's to add.
func (c Config) Tenant(at Addresses) authserver.Config {
	t := authserver.Config{
		Issuer:                at.Issuer,
		PublicURL:             at.PublicURL,
		Public:                c.Public,
		Sessions:              c.Sessions,
		Plan:                  c.Plan,
		Cookies:               c.Cookies,
		MFA:                   c.MFA,
		Flags:                 c.Flags,
		Quirks:                c.Quirks,
		IDTokenLifetime:       c.IDTokenLifetime,
		AccessTokenLifetime:   c.AccessTokenLifetime,
		CodeLifetime:          c.CodeLifetime,
		PushedRequestLifetime: c.PushedRequestLifetime,
		DPoPNonceLifetime:     c.DPoPNonceLifetime,
		AllowedLogoutURLs:     slices.Clone(c.AllowedLogoutURLs),
		Clients:               slices.Clone(c.Clients),
		APIs:                  slices.Clone(c.APIs),
		Users:                 slices.Clone(c.Users),
		Organizations:         slices.Clone(c.Organizations),
		Connections:           slices.Clone(c.Connections),
	}
	expand(reflect.ValueOf(t.AllowedLogoutURLs), at.Storefront)
	expand(reflect.ValueOf(t.Clients), at.Storefront)
	return t
}

// Provider is the identity provider's part; its clients are the caller's to add.
func (c Config) Provider(at Addresses) idp.Config {
	return idp.Config{
		Issuer: at.IdP, Name: c.IdentityProvider.Name, Public: c.Public, SessionLifetime: c.IdentityProvider.SessionLifetime,
		Users: slices.Clone(c.IdentityProvider.Users),
	}
}

// expand puts the storefront's origin in the place of its name, in every list of strings below v. Lists are replaced,
// not changed: they belong to the Config.
func expand(v reflect.Value, storefront string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			expand(v.Field(i), storefront)
		}
	case reflect.Slice:
		if list, ok := v.Interface().([]string); ok && v.CanSet() {
			list = slices.Clone(list)
			for i, s := range list {
				list[i] = strings.ReplaceAll(s, Storefront, storefront)
			}
			v.Set(reflect.ValueOf(list))
			return
		}
		for i := range v.Len() {
			expand(v.Index(i), storefront)
		}
	case reflect.String:
		if v.CanSet() {
			v.SetString(strings.ReplaceAll(v.String(), Storefront, storefront))
		}
	}
}
