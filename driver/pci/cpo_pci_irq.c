// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/interrupt.h>

#include "cpo_pci.h"

static const struct {
	const char *name;
	unsigned int (*poll)(struct cpo_pci_dev *cpd);
} cpo_pci_irq_sources[CPO_IRQ_SOURCES] = {
	[CPO_IRQ_ADMIN]	= { "admin", cpo_pci_adminq_poll },
	[CPO_IRQ_EVENT]	= { "event", cpo_pci_events_poll },
	[CPO_IRQ_TLM]	= { "telemetry", cpo_pci_tlm_irq },
};

const char *cpo_pci_irq_name(unsigned int source)
{
	return cpo_pci_irq_sources[source].name;
}

/* Everything is found in memory; no register says what happened. */
static irqreturn_t cpo_pci_irq(int irq, void *data)
{
	struct cpo_pci_vector *vec = data;
	unsigned int i;

	WRITE_ONCE(vec->count, vec->count + 1);
	for (i = 0; i < CPO_IRQ_SOURCES; i++)
		if (vec->sources & BIT(i))
			cpo_pci_irq_sources[i].poll(vec->cpd);
	return IRQ_HANDLED;
}

/* With fewer vectors than sources the last one takes the rest. */
static unsigned int cpo_pci_irq_vector(const struct cpo_pci_dev *cpd,
				       unsigned int source)
{
	return min_t(unsigned int, source, cpd->n_vecs - 1);
}

static int cpo_pci_irq_request(struct cpo_pci_dev *cpd, unsigned int i)
{
	struct cpo_pci_vector *vec = &cpd->vec[i];
	unsigned int source;

	vec->cpd = cpd;
	vec->sources = 0;
	for (source = 0; source < CPO_IRQ_SOURCES; source++)
		if (cpo_pci_irq_vector(cpd, source) == i)
			vec->sources |= BIT(source);
	snprintf(vec->name, sizeof(vec->name), "%s-%s", pci_name(cpd->pdev),
		 cpo_pci_irq_sources[i].name);
	return request_threaded_irq(pci_irq_vector(cpd->pdev, i), NULL,
				    cpo_pci_irq, IRQF_ONESHOT | IRQF_NO_AUTOEN,
				    vec->name, vec);
}

int cpo_pci_irq_init(struct cpo_pci_dev *cpd)
{
	int err, i;

	cpd->n_vecs = pci_alloc_irq_vectors(cpd->pdev, 1, CPO_IRQ_SOURCES,
					    PCI_IRQ_MSIX);
	if (cpd->n_vecs < 0) {
		dev_err(cpd->dev, "No interrupt vectors: %d\n", cpd->n_vecs);
		return cpd->n_vecs;
	}
	for (i = 0; i < cpd->n_vecs; i++) {
		err = cpo_pci_irq_request(cpd, i);
		if (err)
			goto free_irqs;
	}
	return 0;

free_irqs:
	while (i--)
		free_irq(pci_irq_vector(cpd->pdev, i), &cpd->vec[i]);
	pci_free_irq_vectors(cpd->pdev);
	return err;
}

void cpo_pci_irq_fini(struct cpo_pci_dev *cpd)
{
	int i;

	for (i = 0; i < cpd->n_vecs; i++)
		free_irq(pci_irq_vector(cpd->pdev, i), &cpd->vec[i]);
	pci_free_irq_vectors(cpd->pdev);
}

void cpo_pci_irq_start(struct cpo_pci_dev *cpd)
{
	unsigned int source;
	int i;

	for (i = 0; i < cpd->n_vecs; i++)
		enable_irq(pci_irq_vector(cpd->pdev, i));
	for (source = 0; source < CPO_IRQ_SOURCES; source++)
		cpo_pci_wr32(cpd, CPO_BLK_IRQ, CPO_IRQ_MAP(source),
			     cpo_pci_irq_vector(cpd, source));
}

/* No handler runs, nor will run, once this returned. */
void cpo_pci_irq_stop(struct cpo_pci_dev *cpd)
{
	unsigned int source;
	int i;

	for (source = 0; source < CPO_IRQ_SOURCES; source++)
		cpo_pci_wr32(cpd, CPO_BLK_IRQ, CPO_IRQ_MAP(source),
			     CPO_IRQ_POLLED);
	for (i = 0; i < cpd->n_vecs; i++)
		disable_irq(pci_irq_vector(cpd->pdev, i));
}
