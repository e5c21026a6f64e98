# SPDX-License-Identifier: GPL-2.0
#
# Everything a person runs. The work is done by the scripts in qemu/ and
# selftests/; results and downloads live in $(CPO_CACHE).

# what the guest boots
KERNEL    ?= 7
FLAVOUR   ?= release
PROFILE   ?= q3450
ACCEL     ?= tcg

# a kernel of your own host, for "make modules KDIR=..."
KDIR      ?=

CPO_CACHE ?= $(HOME)/.cache/cpo

export CPO_CACHE KERNEL FLAVOUR PROFILE ACCEL CMD ONLY MATRIX
export QEMU_SRC KSRC KSRC612 GUEST_ROOT GUEST_SUITE SANITIZE JOBS
export VM_DIR VM_OUT VM_TIMEOUT DEVICES TRACE CPO_OPTS CPO_DEVICE KARGS

SETUP := deps qemu kernel:$(KERNEL):$(FLAVOUR) \
	 modules:$(KERNEL):$(FLAVOUR) tools guest-root

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo check check-sanitize check-matrix check-upstream coverage \
	bench fuzz vm deps qemu kernel modules modules_install tools \
	guest-root lint regen clean distclean

help: ## list the targets
	@echo "usage: make TARGET [VARIABLE=value ...]"
	@echo
	@sed -nE 's/^([a-z_-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | \
		awk -F '\t' '{ printf "  %-16s %s\n", $$1, $$2 }'
	@echo
	@echo "  KERNEL=6.12|7|debian|<path>   FLAVOUR=release|debug   ACCEL=tcg|kvm"
	@echo "  PROFILE=\"q3450 bailly\" (one device each)       CMD='...' in the guest"
	@echo "  profiles: q3450 q3450mp sn6810 sn6800 bailly davisson nic"
	@echo "  GUEST_ROOT=/ (use the host's tools)            GUEST_SUITE=forky"
	@echo "  QEMU_SRC= KSRC= (7.x) KSRC612= local sources   CPO_CACHE=$(CPO_CACHE)"

demo: ## set everything up, boot the switch and give a tour
	@qemu/demo.sh

check: ## set everything up and run all tests (ONLY=suite for one)
	@selftests/check.sh $(ONLY)

check-matrix: ## all guest tests on every profile and every kernel (MATRIX=cells)
	@selftests/check-matrix.sh $(MATRIX)

check-upstream: ## the kernel's own selftests of network devices, on our ports
	@selftests/upstream/check-upstream.sh

check-sanitize: ## the model tests on a QEMU with ASan and UBSan
	@SANITIZE=1 selftests/check.sh model

fuzz: ## QEMU's fuzzer on the device model (SECONDS=60)
	@selftests/model/fuzz.sh '$(or $(SECONDS),60)'

coverage: ## lines of driver/core that the tests execute
	@qemu/setup.sh deps qemu kernel:7:debug tools guest-root
	@selftests/coverage.sh

bench: ## measure in guest instructions, beside the peers (BENCH=quick)
	@selftests/bench/run.sh $(if $(BENCH),--$(BENCH))

vm: ## boot the guest: a shell, or CMD='...' (qemu/vm.sh gives its exit status)
	@qemu/setup.sh $(SETUP)
	@qemu/vm.sh

deps: ## install the packages that the build needs
	@qemu/deps.sh

qemu: ## build QEMU with the model (SANITIZE=1: with ASan and UBSan)
	@qemu/build-qemu.sh

kernel: ## build the guest kernel
	@qemu/build-kernel.sh '$(KERNEL)' '$(FLAVOUR)'

modules: ## build the modules for the guest kernel, or for KDIR=<host kernel>
ifneq ($(KDIR),)
	@test -f '$(KDIR)/Makefile' || { \
		echo "error: KDIR='$(KDIR)' is not a kernel build folder" >&2; \
		echo "       try KDIR=/lib/modules/\$$(uname -r)/build" >&2; exit 1; }
	$(MAKE) -C '$(KDIR)' M='$(CURDIR)' modules
else
	@qemu/setup.sh kernel:$(KERNEL):$(FLAVOUR) modules:$(KERNEL):$(FLAVOUR)
endif

modules_install: ## install modules built with KDIR= on this host
	@test -n '$(KDIR)' || { \
		echo "error: give KDIR=/lib/modules/\$$(uname -r)/build" >&2; exit 1; }
	$(MAKE) -C '$(KDIR)' M='$(CURDIR)' modules_install

tools: ## build libcpo and cpoctl
	@qemu/build-tools.sh

guest-root: ## make the guest's root tree
	@qemu/guest-root.sh

lint: ## checkpatch, sparse, kernel-doc, shellcheck, generated files
	@selftests/lint.sh

regen: ## generate the ABI code from Documentation/netlink/specs/cpo.yaml
	@driver/core/regen.sh
	@$(MAKE) --no-print-directory -C tools \
		O='$(CPO_CACHE)/build/user/obj' regen

clean: ## remove what was built from this repository
	@qemu/clean.sh build

distclean: ## remove the whole cache: sources, kernels, QEMU, guest root
	@qemu/clean.sh all
