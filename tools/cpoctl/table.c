// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/*
 * Text tables: columns as wide as they need. What does not fit into a line is
 * taken from the widest columns that may be cut, and marked with '~'.
 */

#include <stdlib.h>
#include <string.h>

#include "cpoctl.h"

#define GAP	2

struct column {
	char head[32];
	bool right;
	bool cut;
	unsigned int least;
	unsigned int width;
	/* Stands above the heads, from here to the right. */
	const char *over;
};

struct cell {
	char *text;
	enum color color;
};

struct table {
	unsigned int columns;
	unsigned int heads;
	struct column *column;
	struct cell *cell;
	size_t cells;
	size_t room;
};

struct table *table_new(unsigned int columns)
{
	struct table *table = calloc(1, sizeof(*table));

	if (!table)
		return NULL;
	table->columns = columns;
	table->column = calloc(columns, sizeof(*table->column));
	if (!table->column) {
		free(table);
		return NULL;
	}
	return table;
}

void table_free(struct table *table)
{
	size_t i;

	if (!table)
		return;
	for (i = 0; i < table->cells; i++)
		free(table->cell[i].text);
	free(table->cell);
	free(table->column);
	free(table);
}

/* Characters, not bytes. */
static unsigned int text_width(const char *text)
{
	unsigned int n = 0;

	for (; *text; text++)
		n += (*text & 0xc0) != 0x80;
	return n;
}

void table_head(struct table *table, const char *head, bool right, bool cut)
{
	struct column *col = &table->column[table->heads++];

	snprintf(col->head, sizeof(col->head), "%s", head);
	col->right = right;
	col->cut = cut;
	col->least = text_width(head);
	col->width = col->least;
}

void table_over(struct table *table, const char *text)
{
	table->column[table->heads - 1].over = text;
}

/* Bytes of the first @width characters. */
static size_t text_bytes(const char *text, unsigned int width)
{
	size_t i;

	for (i = 0; text[i]; i++)
		if ((text[i] & 0xc0) != 0x80 && !width--)
			break;
	return i;
}

void table_cell(struct table *table, const char *text, enum color color)
{
	struct column *col = &table->column[table->cells % table->columns];
	unsigned int width;
	struct cell *more;

	if (table->cells == table->room) {
		table->room = table->room ? 2 * table->room : 256;
		more = realloc(table->cell, table->room * sizeof(*more));
		if (!more)
			abort();
		table->cell = more;
	}
	width = text_width(text);
	if (width > col->width)
		col->width = width;
	table->cell[table->cells].text = strdup(text);
	if (!table->cell[table->cells].text)
		abort();
	table->cell[table->cells++].color = color;
}

static unsigned int table_width(const struct table *table)
{
	unsigned int i, width = 0;

	for (i = 0; i < table->columns; i++)
		width += table->column[i].width + GAP;
	return width - GAP;
}

static void table_fit(struct table *table)
{
	struct column *col, *widest;
	unsigned int i;

	while (table_width(table) > TEXT_WIDTH) {
		widest = NULL;
		for (i = 0; i < table->columns; i++) {
			col = &table->column[i];
			if (col->cut && col->width > col->least &&
			    (!widest || col->width > widest->width))
				widest = col;
		}
		if (!widest)
			return;
		widest->width--;
	}
}

static void print_cell(const struct table *table, unsigned int i,
		       const char *text, enum color color)
{
	const struct column *col = &table->column[i];
	bool last = i + 1 == table->columns;
	bool cut = text_width(text) > col->width;
	int pad = cut ? 0 : col->width - text_width(text);

	if (col->right)
		out("%*s", pad, "");
	if (cut)
		out_color(color, "%.*s~", (int)text_bytes(text, col->width - 1),
			  text);
	else
		out_color(color, "%s", text);
	if (!last)
		out("%*s", (col->right ? 0 : pad) + GAP, "");
	else
		out("\n");
}

static void print_over(const struct table *table)
{
	unsigned int i, at = 0, start = 0;
	const struct column *col;

	for (i = 0; i < table->columns; i++) {
		col = &table->column[i];
		if (col->over) {
			out("%*s", (int)(start > at ? start - at : 0), "");
			out_color(C_HEAD, "%s", col->over);
			at = (start > at ? start : at) + text_width(col->over);
		}
		start += col->width + GAP;
	}
	if (at)
		out("\n");
}

void table_print(struct table *table)
{
	unsigned int i;
	size_t n;

	table_fit(table);
	print_over(table);
	for (i = 0; i < table->columns; i++)
		print_cell(table, i, table->column[i].head, C_HEAD);
	for (n = 0; n < table->cells; n++)
		print_cell(table, n % table->columns, table->cell[n].text,
			   table->cell[n].color);
}
