/** News from the server while a page is open: which cases changed, who else looks. A stream, and asking where there is none. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useRef, useState } from 'react';
import type { LiveNews, Looking, LookingNews } from '../../shared/desk.js';
import type { CaseView } from '../../shared/views.js';
import { get, put, remove } from './api.js';
import { caseKey } from './cases.js';
import { sessionKey } from './session.js';

const ASK_MS = 10_000;
const TRY_AGAIN_MS = 60_000;
/** Of a flood of news the lists that show a changed case are asked once in so long … */
const GATHER_MS = 2_000;
/** … and those that it may have come into, and all that is counted, more seldom. */
const REST_MS = 15_000;
const LOOK_MS = 20_000;
/** How long a row that changed is marked. */
const MARKED_MS = 8_000;

export interface Live {
  looking: readonly Looking[];
  /** Cases that changed a moment ago. */
  fresh: ReadonlySet<string>;
  /** `stream`, or `asking` every ten seconds where streams do not come through. */
  by: 'stream' | 'asking';
}
export const LiveContext = createContext<Live>({ looking: [], fresh: new Set(), by: 'asking' });
export const useLive = () => useContext(LiveContext);

/** Whatever is asked for already brings the news: it is not asked for twice. */
const ONCE = { cancelRefetch: false };

/** The cases that the answer to a query shows: a page of them, or those on a map. */
function shown(data: unknown): { id: string }[] {
  if (Array.isArray(data)) return data;
  const { rows, points } = (data ?? {}) as { rows?: { id: string }[]; points?: { id: string }[] };
  return rows ?? points ?? [];
}

/** All that may have changed, where it is not known what did. */
function askAll(client: QueryClient): void {
  for (const queryKey of [['cases'], ['case'], ['notices'], sessionKey])
    void client.invalidateQueries({ queryKey }, ONCE);
}

/** Gathers the news of single cases. @param told which cases the pages are being asked for anew */
function gatherer(client: QueryClient, told: (ids: readonly string[]) => void) {
  const gathered = new Set<string>();
  let soon: number | undefined;
  let later: number | undefined;
  const flush = () => {
    soon = undefined;
    const ids = [...gathered];
    gathered.clear();
    const holds = (data: unknown) => shown(data).some(({ id }) => ids.includes(id));
    void client.invalidateQueries({ queryKey: ['cases'], predicate: (q) => holds(q.state.data) }, ONCE);
    for (const id of ids) void client.invalidateQueries({ queryKey: caseKey(id) }, ONCE);
    told(ids);
  };
  const rest = () => {
    later = undefined;
    for (const queryKey of [['cases'], ['notices'], sessionKey]) void client.invalidateQueries({ queryKey }, ONCE);
  };
  return {
    learn({ cases, many }: LiveNews): void {
      // What one did oneself is known already.
      const known = (id: string) => client.getQueryData<CaseView>(caseKey(id))?.version ?? 0;
      const unknown = cases.filter(({ id, version }) => known(id) < version);
      if (unknown.length === 0 && !many) return;
      for (const { id } of unknown) gathered.add(id);
      if (unknown.length > 0) soon ??= window.setTimeout(flush, GATHER_MS);
      later ??= window.setTimeout(rest, REST_MS);
    },
    stop(): void {
      window.clearTimeout(soon);
      window.clearTimeout(later);
    },
  };
}

/** Listens while the page is seen: a hidden tab needs no news, and a browser has few connections to one server. */
export function useLiveNews(enabled: boolean): Live {
  const client = useQueryClient();
  const [looking, setLooking] = useState<readonly Looking[]>([]);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [by, setBy] = useState<Live['by']>('stream');

  useEffect(() => {
    if (!enabled) return;
    let source: EventSource | undefined;
    let asking: number | undefined;
    let again: number | undefined;
    let after = '';
    /** Whether there was a time before this one in which news may have gone by unheard. */
    let heard = false;

    const gather = gatherer(client, (ids) => {
      setFresh((was) => new Set([...was, ...ids]));
      window.setTimeout(() => setFresh((was) => new Set([...was].filter((id) => !ids.includes(id)))), MARKED_MS);
    });
    const resume = () => {
      if (heard) askAll(client);
      heard = true;
    };
    const ask = async () => {
      try {
        const news = await get<LiveNews & LookingNews>('/api/live', after ? { after } : {});
        if (after) gather.learn(news);
        else resume();
        after = news.at;
        setLooking(news.looking);
      } catch {
        // The pages say themselves that nothing answers.
      }
    };
    const askInstead = () => {
      if (asking !== undefined) return;
      setBy('asking');
      after = '';
      heard = true;
      void ask();
      asking = window.setInterval(() => void ask(), ASK_MS);
      again = window.setTimeout(listen, TRY_AGAIN_MS);
    };
    const stop = () => {
      source?.close();
      source = undefined;
      window.clearInterval(asking);
      window.clearTimeout(again);
      asking = undefined;
    };
    function listen() {
      stop();
      source = new EventSource('/api/live');
      // Not the browser's own `open`: only with the server's word the reading of news has begun.
      source.addEventListener('begin', () => {
        setBy('stream');
        resume();
      });
      source.addEventListener('cases', (e) => gather.learn(JSON.parse(e.data as string) as LiveNews));
      source.addEventListener('looking', (e) => setLooking((JSON.parse(e.data as string) as LookingNews).looking));
      // The browser tries again by itself unless it was refused.
      source.onerror = () => {
        if (source?.readyState !== EventSource.CLOSED) return;
        stop();
        askInstead();
      };
    }
    const onSight = () => (document.hidden ? stop() : listen());
    document.addEventListener('visibilitychange', onSight);
    if (!document.hidden) listen();
    return () => {
      document.removeEventListener('visibilitychange', onSight);
      gather.stop();
      stop();
    };
  }, [client, enabled]);
  return { looking, fresh, by };
}

/** Says that this case is open here, as long as it is and is seen; gives the others who have it open. */
export function useLooking(caseId: string): Looking['people'] {
  const { looking } = useLive();
  const [first, setFirst] = useState<Looking>();
  const said = useRef<Promise<unknown>>(Promise.resolve());
  useEffect(() => {
    const say = () => {
      if (!document.hidden) said.current = put<Looking>('/api/live/looking', { caseId }).then(setFirst, () => {});
    };
    // After what is on its way: it would come back to stay.
    const leave = () => void said.current.then(() => remove(`/api/live/looking?caseId=${caseId}`)).catch(() => {});
    const onSight = () => (document.hidden ? leave() : say());
    say();
    const timer = window.setInterval(say, LOOK_MS);
    document.addEventListener('visibilitychange', onSight);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', onSight);
      leave();
    };
  }, [caseId]);
  return (looking.find((one) => one.caseId === caseId) ?? (first?.caseId === caseId ? first : undefined))?.people ?? [];
}
