# make help tells what there is. Everything else is plain go: see the recipes.
.DEFAULT_GOAL := help
.PHONY: run build binary release pack tinygo test test-release lint size bench fuzz picture pictures clean help chromium

JS := GOOS=js GOARCH=wasm
# The race detector needs a C compiler. Where there is none, make test says so.
RACE := $(shell command -v gcc >/dev/null 2>&1 && echo -race)

run: build ## build, and start the storefront with its authorization server (ARGS: flags of devserver)
	@go run ./devserver $(ARGS)

build: ## build the module and all that a page loads, into web/dist
	@go run ./web/build

binary: build ## one static binary of the dev server with all that it serves, bin/devserver, tried in an empty folder
	CGO_ENABLED=0 go build -tags bundle -trimpath -ldflags '-s -w' -o bin/devserver ./devserver
	go test -tags bundle ./devserver -run '^TestBinary$$' -count=1 -args -binary $(CURDIR)/bin/devserver

release: tinygo ## build what is published, with TinyGo, into web/dist-release
	@go run ./web/build -release

pack: release ## the npm package, made of the release and of nothing else, into web/spa-session-VERSION.tgz
	@go run ./web/build -pack && npm pack ./web/package --pack-destination web --silent

tinygo: ## the TinyGo that make release needs: on Debian it is built once, elsewhere it says what to install
	@.ci/tinygo

test: chromium build ## all tests: on the host, of the module in Chromium, of the storefront in Chromium
	@[ -n "$(RACE)" ] || echo 'No gcc here: the tests run without the race detector.'
	@command -v npm >/dev/null 2>&1 || echo 'No npm here: THE TESTS WITH CLIENTS OF OTHERS ARE SKIPPED.'
	go test -timeout 25m $(RACE) $$(go list ./... | grep -v /demo)
	go test -p 1 -timeout 25m ./demo/...
	$(JS) go test -exec "$(CURDIR)/.ci/wasmtest" $(addprefix ./wasm/internal/,bind browser jsx modal)

# The mock's dashboard loads no module.
test-release: chromium release ## the size of what is published, and the tests of the storefront in Chromium on it
	SPA_SESSION_BUILD=release go test -p 1 -timeout 25m -skip '^TestDashboard' ./demo ./wasm

chromium:
	@.ci/chromium

lint: ## gofmt, vet and staticcheck, for the host and for the browser
	@.ci/lint

size: ## what a page loads, and what each Go package costs, of make build and of make release
	@go run ./web/build -size -packages
	-@go run ./web/build -release -size -packages

bench: chromium release ## measures the server beside oidc-provider and the client beside auth0-spa-js: devserver/BENCH.md, web/docs/bench.md
	go run ./devserver/bench -out devserver/BENCH.md
	go run ./demo/bench -out web/docs/bench.md

fuzz: ## feeds every parser of input for a minute each (FUZZTIME)
	@.ci/fuzz

picture: chromium build ## the pictures of the storefront and of the mock's dashboard, made from the running pages
	go test ./demo -run '^Test(Dashboard)?Picture$$' -count=1 -args -picture $(CURDIR)/web/docs/storefront.png -dashboard-picture $(CURDIR)/web/docs/dashboard.png

pictures: chromium ## the dialog's pictures: every state in every language
	go test ./demo/internal/gallery -run '^TestPictures$$' -count=1 -args -pictures $(CURDIR)/web/docs

clean: ## remove what was built
	rm -rf bin web/dist web/dist-release web/package web/*.tgz .staticcheck

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
