/**
 * The chapters: `content/zh` at the root of the site and `content/en` under `/en/`, with what a
 * chapter's frontmatter may say.
 */
import { docsSchema } from '@astrojs/starlight/schema';
import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';

/** `zh/lab/index.mdx` → `lab`, `en/index.mdx` → `en`, `zh/index.mdx` → `index`. */
function idOfEntry(entry: string): string {
  const path = entry
    .replace(/\.mdx$/, '')
    .replace(/^zh\//, '')
    .replace(/(^|\/)index$/, '');
  return path === '' ? 'index' : path;
}

export const collections = {
  docs: defineCollection({
    loader: glob({
      base: './content',
      pattern: '{zh,en}/**/*.mdx',
      generateId: ({ entry }) => idOfEntry(entry),
    }),
    schema: docsSchema({
      extend: z.object({
        /** The lede: what the reader can do afterwards. */
        description: z.string().min(1),
        chapter: z.number().int().min(1).optional(),
        /** Reading time in minutes. */
        minutes: z.number().int().positive().optional(),
        /** Numbers of the chapters to read first. */
        prerequisites: z.array(z.number().int().min(1)).default([]),
        /** The day on which the page's figures were last checked. */
        checked: z.coerce.date().optional(),
      }),
    }),
  }),
};
