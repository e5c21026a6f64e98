# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""The kernel's own reference client, wherever this kernel's tree has it.

Environment: YNL (tools/net/ynl of a kernel), SPEC (cpo.yaml).
"""

import os
import sys

YNL = os.environ.get('YNL', '/ksrc/tools/net/ynl')
SPEC = os.environ.get('SPEC', '/src/Documentation/netlink/specs/cpo.yaml')


def load_family():
    """A YnlFamily of the spec, and the class of its errors."""
    # pyynl/ is where newer kernels have it; their lib/ is another thing
    new = os.path.join(YNL, 'pyynl')
    sys.path.insert(0, new if os.path.isdir(new) else YNL)
    # pylint: disable-next=import-outside-toplevel
    from lib import NlError, YnlFamily
    return YnlFamily(SPEC, schema=''), NlError
