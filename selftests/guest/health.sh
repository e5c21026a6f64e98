#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# health.sh: an ELS is pulled and put back: health tells it once, with what to
# do, and check leaves with the status of a monitoring plugin.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

pick_device
set_all_up
wait_up 60 || diag "not every port is up"
have_host || plan_skip "nobody on the host answers"

# all_up SELECTOR: every port that depends on it is up
all_up()
{
	show port "$1" | jq -s -e 'length > 0 and all(.state == "up")' >/dev/null
}

# Others may have pulled one before, and without a fiber check it stays dark.
pick_els()
{
	local path

	for path in $(show els | jq -r 'select(.present == true).path'); do
		all_up "$path" && printf '%s\n' "$path" && return
	done
}

ELS=$(pick_els)
[[ -n $ELS ]] || plan_skip "no ELS feeds ports that are all up"
SLOT=${ELS##*els}
LABEL=$(show els "$ELS" | jq -r .label)
LABEL=${LABEL#ELS}

# What is wrong around the ELS, one path and code per line.
told()
{
	show health "$ELS" |
		jq -r 'select(.severity != "info") | "\(.path) \(.code)"'
}

# check_is STATUS WORD: what the plugin says
check_is()
{
	local line status

	line=$(cpoctl check "$ELS")
	status=$?
	line=${line%%$'\n'*}
	[[ $status == "$1" && $line == "CPO $2 - "*" | ports_up="* ]] ||
		{ echo "$status: $line"; false; }
}

els_is()
{
	[[ $(show els "$ELS" | jq .present) == "$1" ]]
}

ports_follow()
{
	show port "$ELS" | jq -s -e 'all(.state == "down")' >/dev/null
}

pulled_is_told_once()
{
	local found ports lanes

	ports=$(show port "$ELS" | wc -l)
	lanes=$(show lane "$ELS" | wc -l)
	found=$(show health "$ELS" | jq -s 'map(select(.severity != "info"))')
	jq -e --arg path "$ELS" --argjson ports "$ports" \
		--argjson lanes "$lanes" 'length == 1 and (.[0] |
		.path == $path and .code == "els-absent" and
		.severity == "major" and .ports_down == $ports and
		.lanes_down == $lanes and .since != null and
		(.remedy | test("^put ELS .* back")))' <<<"$found" >/dev/null ||
		{ jq -c . <<<"$found"; false; }
}

text_has_the_label()
{
	has "$(cpoctl health show "$ELS")" "^major +$ELS \(ELS $LABEL\)" \
		"remedy +put ELS $LABEL back"
}

lasers_wait()
{
	[[ $(told) == "$ELS unchecked" ]] || { told; false; }
}

same "nothing is wrong before" "" "$(told)"
ok_if "check says OK" check_is 0 OK
ok_if "one line says that it is healthy" \
	has "$(cpoctl health show "$ELS")" "^healthy: "

ok_if "pull $ELS" host device_del "$QOM-els$SLOT"
ok_if "it is gone" within 20 els_is false
ok_if "its ports go down" within 20 ports_follow
ok_if "health tells it once, with the remedy" within 10 pulled_is_told_once
ok_if "text names it by its label" text_has_the_label
ok_if "check says CRITICAL" check_is 2 CRITICAL
if command -v setpriv >/dev/null; then
	ok_if "monitoring needs no privilege" setpriv --reuid=65534 \
		--clear-groups --inh-caps=-all --bounding-set=-all \
		sh -c 'cpoctl check >/dev/null; [ $? -eq 2 ]'
else
	skip "monitoring needs no privilege" "no setpriv"
fi

ok_if "put it back" host device_add \
	"cpo-els,id=$QOM-els$SLOT,bus=$QOM.0,slot=$SLOT"
ok_if "it is there again" within 20 els_is true
ok_if "health tells that its lasers wait" within 20 lasers_wait
ok_if "check stays CRITICAL" check_is 2 CRITICAL

tap_done
