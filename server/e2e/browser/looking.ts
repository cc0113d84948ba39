/** How a page is looked at: by axe, and by whether it is wider than the screen. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { widerThanPage } from './in-page.js';
import { expect } from './test.js';

/** antd hides the list behind its own focusable input; known, and without effect on those who use it. */
const KNOWN = ['aria-hidden-focus'];

export async function isAccessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .disableRules(KNOWN)
    .analyze();
  const said = violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.html} ${node.failureSummary ?? ''}`));
  expect(said, what).toEqual([]);
}

/** The page itself is never scrolled sideways. */
export async function fits(page: Page, what: string): Promise<void> {
  expect(await page.evaluate<string[]>(widerThanPage), what).toEqual([]);
}
