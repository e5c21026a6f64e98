# SPDX-License-Identifier: GPL-2.0
#
# Read the TAP of one suite; print one line per result:
#   P name | F name | S name # reason | D diagnostic of the failed test above
# Indented lines are details of the result that follows, and so are "#" lines.
# A plan that was not kept, or no result at all, is a failure. -v suite=NAME
# -v rc=EXIT-STATUS -v kernel=WHERE

function result(kind, text) { print kind " " text; seen++ }

function flush_details(   i, from)
{
	from = details > 25 ? details - 24 : 1
	for (i = from; i <= details; i++)
		print "D " detail[i]
	details = 0
}

# Statuses of timeout and of vm.sh that are failures of their own.
function ended_badly()
{
	if (rc == 124 || rc == 137)
		return "killed at the time limit"
	if (rc == 125)
		return "the guest or its emulator died"
	if (rc == 126)
		return "the kernel complained (see the lines below)"
	return ""
}

{ sub(/\r$/, "") }

/^1\.\.[0-9]+/ {
	planned = substr($1, 4) + 0
	has_plan = 1
	if (tolower($0) ~ /# *skip/) {
		reason = $0
		sub(/^.*# *[Ss][Kk][Ii][Pp][: ]*/, "", reason)
		result("S", suite " # " reason)
		skipped_all = 1
	}
	next
}

/^(not )?ok([ \t]|$)/ {
	failed = /^not ok/
	name = $0
	sub(/[ \t]*# time .*/, "", name)
	sub(/^(not )?ok[ \t]*[0-9]*[ \t]*-?[ \t]*/, "", name)
	if (name ~ /# *[Ss][Kk][Ii][Pp]/ && !failed) {
		reason = name
		sub(/[ \t]*# *[Ss][Kk][Ii][Pp].*/, "", name)
		sub(/^.*# *[Ss][Kk][Ii][Pp][: ]*/, "", reason)
		result("S", suite ": " name " # " reason)
	} else if (failed) {
		failures++
		result("F", suite ": " name)
		flush_details()
		trailing = 1
		next
	} else {
		result("P", suite ": " name)
	}
	details = 0
	trailing = 0
	next
}

/^Bail out!/ {
	failures++
	result("F", suite ": " $0)
	next
}

{
	# "#" lines right after "not ok" explain it too
	if (trailing && /^#/)
		print "D " $0
	else
		detail[++details] = $0
	last[++lines] = $0
}

END {
	bad = ended_badly()
	if (bad != "")
		result("F", suite ": " bad)
	else if (!seen)
		result("F", suite ": no result (exit status " rc ")")
	else if (has_plan && !skipped_all && planned != seen)
		result("F", suite ": planned " planned " results, gave " seen)
	else if (rc != 0 && rc != 4 && !failures)
		result("F", suite ": exit status " rc " though no test failed")
	else
		exit
	from = bad != "" ? 80 : 25
	for (i = lines > from ? lines - from + 1 : 1; i <= lines; i++)
		print "D " last[i]
}
