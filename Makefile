# Mooring. `make` prints this help.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help up down build upstream image image-push image-test dist dist-test test sdk sdks-test bench fuzz chaos lint format clean

help: ## print this help
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: ## from a fresh clone to a running virtual cluster with one real private node, through pulumi up
	@tools/up

down: ## destroy what make up made: pulumi destroy, then a check that nothing is left
	@tools/down

build: ## build the project and leave launchers in bin/ (skips tests and upstream binaries)
	@tools/make-build

upstream: ## build the pinned upstream binaries, the machine root and the images into the cache (skips what is there)
	@tools/prerequisites && tools/build && tools/build kubernetes-1.35 && tools/rootfs && tools/images

image_options = $(if $(PLATFORMS),--platforms $(PLATFORMS)) $(if $(NODES),--nodes $(NODES))

image: build upstream ## the OCI image of a control plane, as an archive in the cache: amd64, or PLATFORMS=linux/amd64,linux/arm64 (skips what has not changed)
	@tools/image $(image_options)

image-push: image ## push that image to a registry: REGISTRY=HOST[:PORT]/PATH[:TAG], and PLAIN_HTTP=yes if it has no TLS and is elsewhere
	@tools/image-push $(image_options) $(if $(PLAIN_HTTP),--plain-http) "$(REGISTRY)"

image-test: image ## start that image, read-only and without rights, until it is ready and kubectl answers; arm64 under an emulator
	@tools/image-test $(image_options)

dist: ## a release in target/release: archives of the plugins and the command, checksums, SBOMs, installer; PLATFORMS as for the image; signed with MOORING_SIGNING_KEY=FINGERPRINT
	@tools/dist $(if $(PLATFORMS),--platforms $(PLATFORMS))

dist-test: ## make a release with a key that is thrown away, and try it with the real terraform, pulumi and installer; other PLATFORMS under an emulator
	@tools/dist-test $(if $(PLATFORMS),--platforms $(PLATFORMS))

test: ## every test: unit, contract, architecture, and acceptance against the real binaries
	@tools/test

sdk: ## the SDKs of TypeScript, Python, Go and .NET, from schema.json into target/sdk
	@tools/sdks

sdks-test: ## compile the SDKs of TypeScript, Python and Go, and run a program of each under Pulumi's mocks; hold C#'s programs against its SDK
	@tools/sdks-test

bench: ## the benchmarks: ratios against peers built side by side (skips tests)
	@tools/bench

fuzz: ## look for inputs that break a decoder of the tunnel, 20 s for each of them (the known ones are part of make test)
	@tools/fuzz

chaos: ## kill and cut at random under load for ten minutes, or SECONDS=n, by SEED=n (15 s of it are part of make test)
	@tools/chaos $(or $(SECONDS),600) $(SEED)

lint: ## the warnings of Error Prone, whose errors end every build
	@tools/lint

format: ## lay the Java sources out (needs JDK 25)
	@. tools/env && mvn -q -B com.diffplug.spotless:spotless-maven-plugin:apply

clean: ## remove what the build made in this tree (keeps the cache and running clusters)
	@. tools/env && mvn -q -B clean && rm -rf bin target
