# SPDX-License-Identifier: GPL-2.0-only
# Copyright (c) 2026 cpo contributors
# shellcheck shell=bash
#
# Completion of cpoctl for bash. What stands between the marks is made by
# tools/cpoctl/gen-completion.py from what cpoctl says of itself.

_cpoctl_tables()
{
# BEGIN tables
	local objects='dev engine els laser lane port route sensor flag threshold power stats topology health check dump page monitor help'
	local options='-j -p -d -t -n -N -c -V -h --json --pretty --details --timestamps --numeric --netns= --color= --version --help --users --siblings --lasers --window --all --set --dry-run --port --engine --els --severity= --object= --code= --since='
	local -A choices=(
		[--severity]='info notice warning major critical'
		[--object]='dev engine els laser lane port route sensor other'
		[--code]='vendor els-removed els-inserted els-state laser-state laser-fault check-passed check-failed laser-cut interlock lane-tx-dark lane-rx-los port-state topology overflow threshold lane-rx-lol lane-ring-unlock engine-trip leak'
	)
	local -A commands=(
		[dev]='show set refresh help'
		[engine]='show help'
		[els]='show help'
		[laser]='show help'
		[lane]='show help'
		[port]='show help'
		[route]='show help'
		[sensor]='show help'
		[flag]='show clear help'
		[threshold]='show set reset help'
		[power]='show help'
		[stats]='show help'
		[topology]='show help'
		[health]='show help'
		[check]='run help'
		[dump]='show help'
		[page]='read help'
		[monitor]='all events mgmt help'
	)
	local -A keys=(
		["dev set"]='telemetry-period window'
		["page read"]='page bank offset length'
	)
	local -A others=(
		["threshold show"]='temperature power optical-power bias tec-drive pre-fec-ber-media snr-media rx-power uncorrectable-codewords symbol-errors-max tx-power heater-drive frequency-error age input-power voltage value'
		["threshold set"]='temperature power optical-power bias tec-drive pre-fec-ber-media snr-media rx-power uncorrectable-codewords symbol-errors-max tx-power heater-drive frequency-error age input-power voltage value high-alarm= high-warning= low-warning= low-alarm='
		["threshold reset"]='temperature power optical-power bias tec-drive pre-fec-ber-media snr-media rx-power uncorrectable-codewords symbol-errors-max tx-power heater-drive frequency-error age input-power voltage value'
	)
	local -A implied=(
		[health]='show'
		[check]='run'
		[dump]='show'
		[monitor]='all'
	)
# END tables
	_cpoctl_words
}

# _cpoctl_offer WORDS: those that fit what is typed
_cpoctl_offer()
{
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
}

# First column of a table, without its head and the mark for stale rows.
_cpoctl_column()
{
	local path rest

	"${COMP_WORDS[0]}" --color=never "$@" 2>/dev/null | {
		read -r path rest
		while read -r path rest; do
			[[ $path == */* || $path == cpo* ]] &&
				printf '%s\n' "${path%\*}"
		done
	}
}

_cpoctl_devices()
{
	_cpoctl_column dev show
}

# Paths below a device: kinds first, then the objects of one kind.
_cpoctl_paths()
{
	local dev=${cur%%/*} part=${cur#*/}

	case $part in
	engine*/* | oe*/*)
		_cpoctl_column lane show "$dev/${part%%/*}"
		;;
	els*/*)
		_cpoctl_column laser show "$dev/${part%%/*}"
		;;
	engine* | els* | port* | route* | sensor*)
		_cpoctl_column "${part%%[0-9]*}" show "$dev"
		;;
	*)
		compopt -o nospace 2>/dev/null
		printf "$dev/%s\n" engine els port route sensor
		;;
	esac
}

_cpoctl_selectors()
{
	if [[ $cur == */* ]]; then
		_cpoctl_offer "$(_cpoctl_paths)"
		[[ $cur == */*[0-9]* ]] || compopt -o nospace 2>/dev/null
	else
		_cpoctl_offer "all $(_cpoctl_devices)"
	fi
}

# The words before the cursor that are no options.
_cpoctl_plain()
{
	local i skip=

	words=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		if [[ -n $skip ]]; then
			skip=
		elif [[ ${COMP_WORDS[i]} == -[Nc] ||
			-n ${choices["${COMP_WORDS[i]}"]-} ]]; then
			skip=1
			[[ ${COMP_WORDS[i + 1]-} != = ]] || i=$((i + 1))
		elif [[ ${COMP_WORDS[i]} != -* ]]; then
			words+=("${COMP_WORDS[i]}")
		fi
	done
}

# Behind OBJECT COMMAND: selectors, then keys and their values.
_cpoctl_arguments()
{
	local object=$1 command=$2 key

	shift 2
	for key in ${keys["$object $command"]-}; do
		[[ ${!#} != "$key" ]] || return 0
	done
	_cpoctl_selectors
	[[ $cur == */* || -z ${keys["$object $command"]-} ]] ||
		_cpoctl_offer "${COMPREPLY[*]} ${keys["$object $command"]}"
	[[ $cur == */* || -z ${others["$object $command"]-} ]] || {
		_cpoctl_offer "${COMPREPLY[*]} ${others["$object $command"]}"
		[[ ${COMPREPLY[*]} != *= ]] || compopt -o nospace 2>/dev/null
	}
}

_cpoctl_words()
{
	local words object command

	if [[ -n $prev && -n ${choices["$prev"]-} ]]; then
		_cpoctl_offer "${choices["$prev"]}"
		return 0
	fi
	_cpoctl_plain
	object=${words[0]-}
	[[ $object != oe ]] || object=engine
	command=${words[1]-}
	if [[ $cur == -* ]]; then
		compopt -o nospace 2>/dev/null
		_cpoctl_offer "$options"
		[[ ${COMPREPLY[*]} == *= ]] || compopt +o nospace 2>/dev/null
	elif [[ ${#words[@]} -eq 0 ]]; then
		_cpoctl_offer "$objects"
	elif [[ $object == help ]]; then
		[[ ${#words[@]} -ne 1 ]] || _cpoctl_offer "$objects"
	elif [[ -z ${commands[$object]-} ]]; then
		return 0
	elif [[ ${#words[@]} -eq 1 && -n ${implied[$object]-} &&
		$cur == */* ]]; then
		_cpoctl_selectors
	elif [[ ${#words[@]} -eq 1 && -n ${implied[$object]-} ]]; then
		_cpoctl_offer "${commands[$object]} all $(_cpoctl_devices)"
	elif [[ ${#words[@]} -eq 1 ]]; then
		_cpoctl_offer "${commands[$object]}"
	elif [[ $command != help ]]; then
		_cpoctl_arguments "$object" "$command" "${words[@]:1}"
	fi
}

_cpoctl()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=

	COMPREPLY=()
	[[ $COMP_CWORD -eq 0 ]] || prev=${COMP_WORDS[COMP_CWORD - 1]}
	# bash splits at "=".
	if [[ $cur == = ]]; then
		cur=
	elif [[ $prev == = ]]; then
		prev=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	case $prev in
	--color | -c)
		_cpoctl_offer "auto always never"
		;;
	--netns | -N)
		_cpoctl_offer "$(ls /run/netns 2>/dev/null)"
		;;
	*)
		_cpoctl_tables
		;;
	esac
}

complete -F _cpoctl cpoctl
