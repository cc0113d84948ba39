/** The platforms and their pages; one shows only what one may open. */
import { Link, useLocation } from '@tanstack/react-router';
import { homeOf, mayOpen, type PageSpec, type Platform, platforms } from '../lib/pages.js';
import { useMe } from '../lib/session.js';

export function PlatformMenu({ pages, folded }: { pages: readonly PageSpec[]; folded: boolean }) {
  const me = useMe();
  const { pathname } = useLocation();
  const isHere = (home: string) => pathname === home || (home !== '/' && pathname.startsWith(`${home}/`));
  const entriesOf = (platform: Platform) =>
    pages
      .filter((p) => p.menu?.platform === platform && mayOpen(p, me.may))
      .sort((a, b) => (a.menu?.order ?? 0) - (b.menu?.order ?? 0));
  return (
    <div className="platforms">
      {(Object.keys(platforms) as Platform[])
        .map((platform) => ({ platform, entries: entriesOf(platform) }))
        .filter(({ entries }) => entries.length > 0)
        .map(({ platform, entries }) => (
          <section key={platform} aria-label={platforms[platform]}>
            <p className="platform">{!folded && platforms[platform]}</p>
            <ul>
              {entries.map((page) => {
                const home = homeOf(page);
                return (
                  <li key={home}>
                    <Link
                      to={home as string}
                      className={isHere(home) ? 'entry entry-here' : 'entry'}
                      {...(isHere(home) ? { 'aria-current': 'page' as const } : {})}
                      {...(folded ? { title: page.title, 'aria-label': page.title } : {})}
                    >
                      {page.menu?.icon}
                      {!folded && <span>{page.title}</span>}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
    </div>
  );
}
