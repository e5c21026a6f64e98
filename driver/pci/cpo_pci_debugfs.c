// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Test only: what happens to the optics is written to a file, and a device that
 * is a model of one makes it happen.  Nothing of this is there unless the
 * device offers it.
 */

#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/unaligned.h>

#include "cpo_pci.h"

#define CPO_PCI_RECORD_SIZE	(CPO_INJECT_GO - CPO_INJECT_RECORD)

static struct dentry *cpo_pci_debugfs_root;

static int cpo_pci_inject_err(struct cpo_pci_dev *cpd, u32 status)
{
	if (cpo_pci_is_dead(cpd))
		return -ENODEV;
	switch (status) {
	case CPO_ST_OK:
		return 0;
	case CPO_ST_OPCODE:
		return -ENOENT;
	case CPO_ST_NO_OBJECT:
	case CPO_ST_ABSENT:
		return -ENXIO;
	case CPO_ST_RANGE:
		return -ERANGE;
	case CPO_ST_STATE:
		return -EBUSY;
	default:
		return -EINVAL;
	}
}

/* The registers are one record's, and are there as long as the device is up. */
static int cpo_pci_inject(struct cpo_pci_dev *cpd, const char *record)
{
	struct devlink *devlink = priv_to_devlink(cpd);
	int err = -ENODEV;
	u32 i;

	devl_lock(devlink);
	if (!cpd->up)
		goto unlock;
	for (i = 0; i < CPO_PCI_RECORD_SIZE; i += sizeof(u32))
		cpo_pci_wr32(cpd, CPO_BLK_INJECT, CPO_INJECT_RECORD + i,
			     get_unaligned_le32(record + i));
	cpo_pci_wr32(cpd, CPO_BLK_INJECT, CPO_INJECT_GO, 1);
	err = cpo_pci_inject_err(cpd, cpo_pci_rd32(cpd, CPO_BLK_INJECT,
						   CPO_INJECT_STATUS));
unlock:
	devl_unlock(devlink);
	return err;
}

/* One write is one record: a line of text. */
static ssize_t cpo_pci_inject_write(struct file *file, const char __user *from,
				    size_t len, loff_t *pos)
{
	char record[CPO_PCI_RECORD_SIZE + 1] = {};
	struct cpo_pci_dev *cpd = file->private_data;
	size_t text = len;
	int err;

	if (!len || len >= sizeof(record))
		return -EINVAL;
	if (copy_from_user(record, from, len))
		return -EFAULT;
	if (record[len - 1] == '\n')
		record[--text] = '\0';
	if (!text || strlen(record) != text)
		return -EINVAL;
	err = cpo_pci_inject(cpd, record);
	return err ?: len;
}

static const struct file_operations cpo_pci_inject_fops = {
	.owner	= THIS_MODULE,
	.open	= simple_open,
	.write	= cpo_pci_inject_write,
	.llseek	= noop_llseek,
};

/**
 * cpo_pci_debugfs_add - show the file of a device
 * @cpd: device, which is negotiated
 */
void cpo_pci_debugfs_add(struct cpo_pci_dev *cpd)
{
	if (!(cpd->features & CPO_FEAT_INJECT))
		return;
	cpd->debugfs = debugfs_create_dir(pci_name(cpd->pdev),
					  cpo_pci_debugfs_root);
	debugfs_create_file("inject", 0200, cpd->debugfs, cpd,
			    &cpo_pci_inject_fops);
}

/**
 * cpo_pci_debugfs_del - take the file away
 * @cpd: device; its devlink lock is not held
 *
 * Waits for who is writing to it.
 */
void cpo_pci_debugfs_del(struct cpo_pci_dev *cpd)
{
	debugfs_remove(cpd->debugfs);
	cpd->debugfs = NULL;
}

void cpo_pci_debugfs_init(void)
{
	cpo_pci_debugfs_root = debugfs_create_dir(CPO_PCI_NAME, NULL);
}

void cpo_pci_debugfs_exit(void)
{
	debugfs_remove(cpo_pci_debugfs_root);
}
