# einmal: everything a newcomer needs. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# Pinned, so that a new release cannot fail an old tree.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
CYCLONEDX := github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0
# The newest whose modules the proxy hands out: 2.46 to 2.48 need go.digitalxero.dev/go-msix and rpm.
NFPM := github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.45.2
NODE_MODULES := webclient/node_modules/.package-lock.json
CLIENT := webclient/dist/index.html
CLIENT_SOURCES := $(shell find webclient/src webclient/public webclient/index.html \
	webclient/vite.config.ts webclient/brotli.ts webclient/chunks.ts webclient/integrity.ts webclient/oldest.ts \
	webclient/safari15.ts webclient/containers.ts webclient/segmenter.ts webclient/nodeless.ts \
	webclient/tsconfig.json -type f 2>/dev/null)
FUZZTIME := 30s

export STATICCHECK CYCLONEDX NFPM
include scripts/env

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: run
run: build ## build all and serve http://localhost:8080
	@exec bin/einmal serve

.PHONY: dev
dev: build ## the page as you edit it, at http://localhost:5173, without CSP and integrity checks
	@bin/einmal serve -data out/dev -public-url http://localhost:5173 & server=$$!; \
	trap "kill $$server" EXIT; \
	cd webclient && npx vite

.PHONY: build
build: $(CLIENT) ## build the web client and the programs in bin/
	@scripts/build

# As the lock file says; not `npm ci`, which refuses a lock file that lacks an optional package of some other platform.
$(NODE_MODULES): webclient/package-lock.json webclient/package.json
	cd webclient && npm install --no-save --no-audit --no-fund
	@touch $@

$(CLIENT): $(NODE_MODULES) $(CLIENT_SOURCES)
	cd webclient && npm run --silent build
	@touch $@

.PHONY: setup
setup: $(NODE_MODULES)
	@scripts/setup-test

.PHONY: test
test: setup build ## check everything: linters, go test -race, unit tests, real browsers
	@scripts/check "alone evil" then race "format vet staticcheck types biome reproducible unit cuts" then e2e

.PHONY: quick
quick: $(CLIENT) ## linters, go test -short and the unit tests of what changed; SINCE=commit
	@scripts/check format vet short types biome changed

.PHONY: unit
unit: $(CLIENT) ## go test and the unit tests of the page, without browsers and race detector
	@go test ./...
	@cd webclient && npx vitest run

.PHONY: fmt
fmt: $(NODE_MODULES) ## format Go and TypeScript
	@gofmt -w $$(git ls-files -co --exclude-standard '*.go')
	@cd webclient && npx biome check --write .

.PHONY: lint
lint: $(NODE_MODULES) $(CLIENT) ## only the linters and the type check
	@scripts/check "format vet staticcheck" "types biome"

.PHONY: e2e
e2e: setup build ## all browser tests, each in both browsers; ONLY=name runs one file
	@cd webclient && BROWSERS=all npx vitest run --config e2e/vitest.config.ts $(ONLY)

.PHONY: gallery
gallery: $(NODE_MODULES) ## pictures and checks of all states of all screens, in out/gallery; STATE="name quick"
	@cd webclient && npm run --silent gallery -- $(STATE)

.PHONY: gallery-browse
gallery-browse: $(NODE_MODULES) ## every state of every screen, at http://127.0.0.1:5174
	@cd webclient && npm run --silent gallery:browse

.PHONY: recording
recording: setup build ## a recording of a minute that is killed, lips and voice in the file, what passes on the wire (root)
	@cd webclient && RECORDED=60 BROWSERS=all npx vitest run --config e2e/vitest.config.ts --maxWorkers 1 \
		recordingkept recordingmedia recordingwire

.PHONY: busy
busy: setup build ## look for tests that fail while all cores are busy; RUNS=10
	@scripts/busy "$(or $(RUNS),10)"

.PHONY: reproducible
reproducible: ## build from two fresh clones in two folders and compare every byte
	@scripts/reproducible

.PHONY: fuzz
fuzz: $(CLIENT) ## fuzz every decoder; FUZZTIME=30s for each
	@scripts/fuzz $(FUZZTIME)

.PHONY: mutations
mutations: $(CLIENT) ## break one rule after the other, and see its test fail; ONLY=regexp
	@go run ./scripts/mutations -only "$(ONLY)"

.PHONY: evil
evil: ## 1,000 calls through a lying server; RUNS=n SEED=n ATTACK=name
	@RUNS=$(or $(RUNS),1000) go test -tags evil -count=1 -timeout 60m -v ./scripts/evil

.PHONY: cuts
cuts: ## cut every line and kill the server at every moment of a call; SEEDS=1000 NAME=case
	@CUTS=1 SEEDS=$(or $(SEEDS),1000) go test -count=1 -timeout 120m -run 'TestCuts$(if $(NAME),/^$(NAME)$$)' ./scripts/cuts

.PHONY: cuts-web
cuts-web: build ## the same for the web client's call core; SEEDS=n, CUT="seed 7" for one
	@cd webclient && CUTS=all SEEDS="$(or $(SEEDS),1000)" npx vitest run --config cuts/vitest.config.ts

.PHONY: bench-setup
bench-setup: setup build ## time from "Let in" to the first picture, median of 10
	@cd webclient && node e2e/run.mjs e2e/bench-setup.ts

.PHONY: bench-mesh
bench-mesh: setup build ## what sending to several costs a browser; ROUNDS=1 RECEIVERS="3 5" LARGE=720
	@cd webclient && node e2e/run.mjs e2e/bench-mesh.ts

.PHONY: weight
weight: $(CLIENT) ## what each part weighs that is loaded when it is first used, in bytes of Brotli
	@cd webclient && node e2e/run.mjs weights.ts

.PHONY: bench-page
bench-page: setup build ## time to the first words on a slow phone, median of 5; OLD=program
	@cd webclient && node e2e/run.mjs e2e/bench-page.ts

.PHONY: phone
phone: build ## telephones of other people's making through the gateway: sipp, kamailio, baresip; installs them on Debian
	@scripts/phone/install
	@go run ./scripts/phone

.PHONY: proxies
proxies: ## the server behind real proxies, each with the file in docs/proxies; installs them on Debian
	@scripts/proxies

.PHONY: bench-relay
bench-relay: build ## processor time per relayed packet, beside coturn's
	@scripts/bench-relay

.PHONY: bench-scrub
bench-scrub: ## time to erase a room, and to note a removal, among 1,000 and among 200,000
	@go test -run '^$$' -bench 'Note|Scrub' -benchtime 200x ./rooms

.PHONY: lab
lab: setup build ## calls over many networks, faults and thin lines, as root; ONLY=pattern RUNS=n LIST=1
	@ONLY="$(ONLY)" RUNS="$(RUNS)" PAIRS="$(PAIRS)" LIST="$(LIST)" KEEP="$(KEEP)" scripts/lab

.PHONY: ten-minutes
ten-minutes: setup build ## from a bare Debian to a call, as a newcomer and as root: docs/ten-minutes.md; FAST=1
	@$(MAKE) --no-print-directory deb ARCHITECTURES="$$(dpkg --print-architecture)"
	@scripts/ten-minutes

.PHONY: sbom
sbom: build ## write CycloneDX bills of materials of the programs and of the page to out/
	@scripts/sbom bin out

.PHONY: deb
deb: $(CLIENT) ## Debian packages out/einmal_VERSION_ARCH.deb; ARCHITECTURES="amd64 arm64"
	@scripts/package-deb $(or $(ARCHITECTURES),amd64 arm64)

.PHONY: image
image: $(CLIENT) ## an OCI image for amd64 and arm64, out/einmal_VERSION_image.tar
	@scripts/package-image $(or $(ARCHITECTURES),amd64 arm64)

.PHONY: release
release: $(CLIENT) ## archives, packages, image, bills of materials and checksums in out/release
	@scripts/package-release

.PHONY: deb-test
deb-test: $(CLIENT) ## install, upgrade, remove and purge the packages in a bare Debian with systemd, as root
	@scripts/package-test

.PHONY: bench-signal
bench-signal: build ## memory and processor time of 10,000 sockets; FLAGS='-rounds 1'
	@scripts/bench-signal $(FLAGS)

.PHONY: bench-abuse
bench-abuse: build ## what a call notices of floods and of 10,000 half-open sockets
	@scripts/bench-signal -abuse -idle 20s $(FLAGS)

.PHONY: soak
soak: build ## the relay under calls that stay and clients that come and go; MINUTES=10
	@go build -o out/relaysoak ./scripts/relaysoak
	@out/relaysoak -length "$(or $(MINUTES),10)m"

.PHONY: clean
clean: ## remove what was built; the data directory stays
	rm -rf bin out webclient/node_modules
	find webclient/dist webclient/brotli -mindepth 1 ! -name .gitkeep -delete
