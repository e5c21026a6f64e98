# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Writing TAP from a shell test. Source it, then:
#   plan_skip "reason"             whole test skipped, leaves
#   ok_if "name" COMMAND...        one result from a command's exit status
#   pass "name"; fail "name" "why"; skip "name" "why"
#   tap_done                       plan line and exit status

TAP_N=0
TAP_FAILED=0

pass()
{
	TAP_N=$((TAP_N + 1))
	printf 'ok %d %s\n' "$TAP_N" "$1"
}

fail()
{
	TAP_N=$((TAP_N + 1))
	TAP_FAILED=$((TAP_FAILED + 1))
	printf 'not ok %d %s\n' "$TAP_N" "$1"
	if [[ -n ${2:-} ]]; then diag "$2"; fi
}

skip()
{
	TAP_N=$((TAP_N + 1))
	printf 'ok %d %s # SKIP %s\n' "$TAP_N" "$1" "$2"
}

diag()
{
	printf '# %s\n' "${1//$'\n'/$'\n# '}"
}

ok_if()
{
	local name=$1 out

	shift
	if out=$("$@" 2>&1); then
		pass "$name"
	else
		fail "$name" "$out"
	fi
}

# same NAME WANTED GOT
same()
{
	if [[ $2 == "$3" ]]; then
		pass "$1"
	else
		fail "$1" "wanted: $2"$'\n'"got:    $3"
	fi
}

plan_skip()
{
	printf '1..0 # SKIP %s\n' "$1"
	exit 4
}

tap_done()
{
	printf '1..%d\n' "$TAP_N"
	[[ $TAP_FAILED -eq 0 ]]
}
