package authserver

// StorefrontAudience names the API of the demo storefront; StorefrontScope is what its orders ask for.
const (
	StorefrontAudience = "https://api.storezero.example/"
	StorefrontScope    = "read:orders"
)

// Defaults returns a tenant for the demo storefront at this origin ("http://localhost:4300"): two applications that
// share a session, one API and two users. Set Issuer, and change what you like, before you hand it to New.
func Defaults(storefrontOrigin string) Config {
	return Config{
		Clients: []Client{
			{
				ID:                "storezero",
				Name:              "storezero",
				Callbacks:         []string{storefrontOrigin, storefrontOrigin + "/", storefrontOrigin + "/callback"},
				AllowedLogoutURLs: []string{storefrontOrigin + "/signed-out", storefrontOrigin + "/"},
				WebOrigins:        []string{storefrontOrigin},
			},
			{
				ID:                "storezero-outlet",
				Name:              "storezero outlet",
				Callbacks:         []string{storefrontOrigin + "/outlet"},
				AllowedLogoutURLs: []string{storefrontOrigin + "/signed-out"},
				WebOrigins:        []string{storefrontOrigin},
			},
		},
		Users: []User{
			{Email: "ada@storezero.example", Password: "difference-engine", Name: "Ada Lovelace", Sub: "auth0|ada"},
			{Email: "grace@storezero.example", Password: "nanosecond", Name: "Grace Hopper", Sub: "auth0|grace"},
		},
		APIs: []API{{Audience: StorefrontAudience, Scopes: []string{StorefrontScope}}},
	}
}
