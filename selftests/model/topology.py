# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""What depends on what, worked out from the relation rows of a device."""
from cpohw import HW


class Topology:
    def __init__(self, dev):
        self.ident = dev.identify()
        self.engines = dev.section(HW.CPO_SEC_INV_ENGINE, 'cpo_hw_inv_engine')
        self.rows = dev.section(HW.CPO_SEC_RELATION, 'cpo_hw_relation')
        # what a laser lights, and what a spare could light
        self.laser_lanes = self.spans(HW.CPO_REL_FEEDS, HW.CPO_OBJ_LASER,
                                      HW.CPO_REL_ACTIVE)
        self.spare_lanes = self.spans(HW.CPO_REL_FEEDS, HW.CPO_OBJ_LASER,
                                      HW.CPO_REL_STANDBY)
        self.protects = sorted(
            (r['from']['a'], r['to']['a']) for r in self.rows
            if r['kind'] == HW.CPO_REL_PROTECTS)
        self.port_lanes = self.spans(HW.CPO_REL_PORT_LANE, HW.CPO_OBJ_PORT)
        self.laser_els = {
            r['from']['a']: r['to']['a'] for r in self.rows
            if r['kind'] == HW.CPO_REL_PARENT}
        self.lane_port = {lane: port for port, lanes in
                          self.port_lanes.items() for lane in lanes}

    def spans(self, kind, from_type, flag=0):
        out = {}
        for r in self.rows:
            if r['kind'] != kind or r['flags'] & flag != flag:
                continue
            assert r['from']['type'] == from_type
            assert r['to']['type'] == HW.CPO_OBJ_ENGINE
            engine = self.engines[r['to']['a']]
            lanes = []
            for i in range(r['count']):
                lane = r['first'] + i * r['stride']
                assert lane < engine['lanes'], r
                lanes.append(engine['first_lane'] + lane)
            out.setdefault(r['from']['a'], []).extend(lanes)
        return out

    def lasers_of(self, els):
        return sorted(k for k, e in self.laser_els.items() if e == els)

    def lanes_of(self, els):
        return sorted(lane for k in self.lasers_of(els)
                      for lane in self.laser_lanes.get(k, ()))

    def ports_of(self, els):
        return sorted({self.lane_port[lane] for lane in self.lanes_of(els)})

    def engines_of(self, els):
        ends = [(e['first_lane'], i) for i, e in enumerate(self.engines)]
        return sorted({max(x for x in ends if x[0] <= lane)[1]
                       for lane in self.lanes_of(els)})
