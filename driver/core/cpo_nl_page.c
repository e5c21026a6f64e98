// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_nl.h"

static int cpo_nl_page_target(const struct genl_info *info,
			      const struct cpo_inventory *inv,
			      struct cpo_page_addr *addr)
{
	struct nlattr *engine = info->attrs[CPO_A_PAGE_ENGINE_ID];
	struct nlattr *els = info->attrs[CPO_A_PAGE_ELS_ID];
	int index;

	if (engine && els) {
		NL_SET_ERR_MSG_ATTR(info->extack, els,
				    "Give either engine-id or els-id");
		return -EINVAL;
	}

	if (els)
		index = cpo_nl_index(info, CPO_A_PAGE_ELS_ID, inv->n_els,
				     "ELS");
	else
		index = cpo_nl_index(info, CPO_A_PAGE_ENGINE_ID,
				     inv->n_engines, "engine");
	if (index < 0)
		return index;
	addr->els = els;
	addr->index = index;

	return 0;
}

static int cpo_nl_page_bank(const struct genl_info *info,
			    const struct cpo_inventory *inv,
			    struct cpo_page_addr *addr)
{
	struct nlattr *attr = info->attrs[CPO_A_PAGE_BANK];
	unsigned int banks = cpo_page_banks(inv, addr);

	if (!attr)
		return 0;

	addr->bank = nla_get_uint(attr);
	if (addr->bank < banks)
		return 0;

	NL_SET_ERR_MSG_ATTR_FMT(info->extack, attr,
				"No such bank, there are %u", banks);
	return -EINVAL;
}

static int cpo_nl_page_bytes(const struct genl_info *info,
			     struct cpo_page_addr *addr)
{
	if (cpo_nl_missing(info, CPO_A_PAGE_PAGE) ||
	    cpo_nl_missing(info, CPO_A_PAGE_OFFSET) ||
	    cpo_nl_missing(info, CPO_A_PAGE_LENGTH))
		return -EINVAL;

	addr->page = nla_get_uint(info->attrs[CPO_A_PAGE_PAGE]);
	addr->offset = nla_get_uint(info->attrs[CPO_A_PAGE_OFFSET]);
	addr->len = nla_get_uint(info->attrs[CPO_A_PAGE_LENGTH]);
	if (addr->offset % CPO_PAGE_SIZE + addr->len <= CPO_PAGE_SIZE)
		return 0;

	NL_SET_ERR_MSG_ATTR_FMT(info->extack, info->attrs[CPO_A_PAGE_LENGTH],
				"At most %u bytes from offset %u on",
				CPO_PAGE_SIZE - addr->offset % CPO_PAGE_SIZE,
				addr->offset);
	return -EINVAL;
}

static int cpo_nl_page_parse(const struct genl_info *info,
			     struct cpo_dev *cdev, struct cpo_page_addr *addr)
{
	const struct cpo_inventory *inv;
	int err;

	rcu_read_lock();
	inv = rcu_dereference(cdev->topo)->inv;
	err = cpo_nl_page_target(info, inv, addr);
	if (!err)
		err = cpo_nl_page_bytes(info, addr);
	if (!err)
		err = cpo_nl_page_bank(info, inv, addr);
	rcu_read_unlock();

	return err;
}

static int cpo_nl_page_put(struct sk_buff *skb, u32 dev_id,
			   const struct cpo_page_addr *addr, const u8 *data)
{
	int target = addr->els ? CPO_A_PAGE_ELS_ID : CPO_A_PAGE_ENGINE_ID;

	if (nla_put_uint(skb, CPO_A_PAGE_DEV_ID, dev_id) ||
	    nla_put_uint(skb, target, addr->index) ||
	    nla_put_uint(skb, CPO_A_PAGE_BANK, addr->bank) ||
	    nla_put_uint(skb, CPO_A_PAGE_PAGE, addr->page) ||
	    nla_put_uint(skb, CPO_A_PAGE_OFFSET, addr->offset) ||
	    nla_put_uint(skb, CPO_A_PAGE_LENGTH, addr->len) ||
	    nla_put(skb, CPO_A_PAGE_DATA, addr->len, data))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_page_reply(struct genl_info *info, u32 dev_id,
			     const struct cpo_page_addr *addr, const u8 *data)
{
	struct sk_buff *rsp;
	void *hdr;

	rsp = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!rsp)
		return -ENOMEM;

	hdr = genlmsg_iput(rsp, info);
	if (!hdr || cpo_nl_page_put(rsp, dev_id, addr, data)) {
		nlmsg_free(rsp);
		return -EMSGSIZE;
	}
	genlmsg_end(rsp, hdr);

	return genlmsg_reply(rsp, info);
}

int cpo_nl_page_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct cpo_page_addr addr = {};
	u8 data[CPO_PAGE_SIZE];
	struct cpo_dev *cdev;
	int err;

	cdev = cpo_nl_dev_find_get(info);
	if (IS_ERR(cdev))
		return PTR_ERR(cdev);

	err = cpo_nl_page_parse(info, cdev, &addr);
	if (!err)
		err = cpo_page_read(cdev, &addr, data, CPO_PAGE_TIMEOUT_MS,
				    info->extack);
	if (!err)
		err = cpo_nl_page_reply(info, cdev->id, &addr, data);
	cpo_dev_put(cdev);

	return err;
}
