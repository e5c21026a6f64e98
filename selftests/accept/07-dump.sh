#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Done when: sn6800 dumps complete, valid JSON: 2,048 lanes, 512 ports, 512
# lasers, 64 ELS, 128 engines, as the device counts them, each once, and the
# document is what its schema says.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# valid SCHEMA FILE: 0, or 3 when it is not
valid()
{
	python3 - "$1" "$2" <<-'END'
	import json
	import sys

	import jsonschema

	with open(sys.argv[1]) as schema, open(sys.argv[2]) as document:
	    pair = json.load(document), json.load(schema)
	try:
	    jsonschema.validate(*pair)
	except jsonschema.ValidationError as error:
	    print(error.json_path, error.message)
	    sys.exit(3)
	END
}

# spoilt SCHEMA CHANGE STATUS: a schema that takes anything proves nothing.
# Eight rows of each kind do.
spoilt()
{
	local schema=$1 status=0

	python3 - "$VM_OUT/dump" "$VM_OUT/spoilt" "$2" <<-'END' || return 1
	import json
	import sys

	with open(sys.argv[1]) as document:
	    dump = json.load(document)
	device = dump['devices'][0]
	for key, rows in device.items():
	    if isinstance(rows, list):
	        device[key] = rows[:8]
	lane = device['lanes'][7]
	exec(sys.argv[3])
	with open(sys.argv[2], 'w') as document:
	    json.dump(dump, document)
	END
	valid "$schema" "$VM_OUT/spoilt" || status=$?
	[[ $status == "$3" ]]
}

PROFILE=sn6800 vm_start sn6800 /src/selftests/accept/guest/dump.sh
vm_end sn6800
schema=$TOP/Documentation/cpoctl.schema.json
ok_if "there is a schema" test -s "$schema"
ok_if "the dump is what the schema says" valid "$schema" "$VM_OUT/dump"
ok_if "a lane's id as text is not" \
	spoilt "$schema" 'lane["lane_id"] = str(lane["lane_id"])' 3
ok_if "a lane without a path is not" \
	spoilt "$schema" 'del lane["path"]' 3
ok_if "what is as it was is" spoilt "$schema" 'pass' 0
tap_done
