package authserver

import "testing"

func TestMatchesURL(t *testing.T) {
	const wild = "https://pr-*-shop.example.com:8443/callback"
	for _, tc := range []struct {
		entry, asked string
		want         bool
	}{
		{"https://a.example.com/", "https://a.example.com/", true},
		{"https://a.example.com/", "https://a.example.com", false},
		{wild, "https://pr-17-shop.example.com:8443/callback", true},
		{wild, "https://pr-a-b-shop.example.com:8443/callback", true},
		{wild, "https://pr--shop.example.com:8443/callback", false},
		{wild, "https://pr-shop.example.com:8443/callback", false},
		{wild, "https://pr-a.b-shop.example.com:8443/callback", false},
		{wild, "https://pr-A-shop.example.com:8443/callback", false},
		{wild, "https://pr-evil.example/-shop.example.com:8443/callback", false},
		{wild, "https://pr-x@evil-shop.example.com:8443/callback", false},
		{wild, "https://pr-*-shop.example.com:8443/callback", false},
		{wild, "https://pr-17-shop.example.com:8443/callback?x", false},
		{wild, "https://pr-17-shop.example.com/callback", false},
		{wild, "http://pr-17-shop.example.com:8443/callback", false},
		{"https://*.example.com", "https://a.example.com", true},
		{"https://*.example.com", "https://a.b.example.com", false},
		{"https://*.example.com", "https://example.com", false},
		{"https://*.example.com", "https://.example.com", false},
		{"https://*.example.com", "https://evil.com?.example.com", false},
		{"https://*.example.com", "https://evil.com#.example.com", false},
		{"https://*.example.com", "https://evil\\.example.com", false},
	} {
		if got := matchesURL(tc.entry, tc.asked); got != tc.want {
			t.Errorf("%s for %s: %v, want %v", tc.asked, tc.entry, got, tc.want)
		}
	}
}

func TestOrganizationInCallback(t *testing.T) {
	client := Client{Callbacks: []string{"https://{organization_name}.example.com/callback"}}
	for _, tc := range []struct {
		asked, organization string
		want                bool
	}{
		{"https://acme.example.com/callback", "acme", true},
		{"https://acme.example.com/callback", "other", false},
		{"https://acme.example.com/callback", "", false},
		{"https://.example.com/callback", "", false},
		{"https://evil.com/.example.com/callback", "evil.com/", false},
	} {
		if got := client.allowsCallback(tc.asked, tc.organization); got != tc.want {
			t.Errorf("%s in organization %q: %v, want %v", tc.asked, tc.organization, got, tc.want)
		}
	}
	if err := validateClientURLs("Clients[0]", client); err != nil {
		t.Error(err)
	}
}
