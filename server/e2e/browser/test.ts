/** The test of this suite: opens pages for residents and staff, and fails on foreign requests and on errors in the console. */
import { type Browser, type BrowserContext, type BrowserContextOptions, test as base, expect } from '@playwright/test';
import { home } from './city.js';
import { Clerk } from './clerk.js';
import { tellsViolations } from './in-page.js';
import { Phone, type PhoneOptions, phoneContext } from './phone.js';

interface Opening {
  /** A desk: a window of 1366 × 768, signed in over HTTP when a login is given. */
  desk(login?: string, options?: BrowserContextOptions): Promise<Clerk>;
  /** A phone of 375 × 812 that stands somewhere. */
  phone(options?: PhoneOptions): Promise<Phone>;
}

export const test = base.extend<{ open: Opening }>({
  open: async ({ browser }, use) => {
    const faults: string[] = [];
    const contexts: BrowserContext[] = [];
    const context = async (options: BrowserContextOptions) => {
      const made = await newContext(browser, options);
      contexts.push(made);
      await made.addInitScript({ content: tellsViolations });
      watch(made, options.baseURL ?? home(), faults);
      return made;
    };
    await use({
      desk: async (login, options = {}) => {
        const made = await context({ viewport: { width: 1366, height: 768 }, ...options });
        const clerk = new Clerk(await made.newPage());
        if (login) await clerk.hasSignedIn(login);
        return clerk;
      },
      phone: async (options = {}) => {
        const made = await context(phoneContext(options));
        return new Phone(await made.newPage(), options);
      },
    });
    await Promise.all(contexts.map((made) => made.close()));
    expect(faults, 'what the pages asked for and complained of').toEqual([]);
  },
});
export { expect };

export const newContext = (browser: Browser, options: BrowserContextOptions) =>
  browser.newContext({ baseURL: home(), ...options });

/** Collects what no page of ours does: requests to elsewhere, exceptions, complaints of the browser. */
function watch(context: BrowserContext, own: string, faults: string[]): void {
  context.on('request', (asked) => {
    const url = new URL(asked.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== own) faults.push(`asks ${asked.url()}`);
  });
  context.on('weberror', (error) => faults.push(`throws ${error.error().stack}`));
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    const { url } = message.location();
    // The browser notes each refusal of the API, and a city without a base map; the page says in words what that means.
    if (message.text().startsWith('Failed to load resource') && /^\/(api\/|basemap\.json$)/.test(new URL(url).pathname))
      return;
    faults.push(`says ${message.text()} at ${url}`);
  });
}
