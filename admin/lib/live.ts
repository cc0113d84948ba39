/** News from the server while a page is open: which cases changed, who else looks. A stream, and asking where there is none. */
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useRef, useState } from 'react';
import type { LiveNews, Looking } from '../../shared/desk.js';
import type { CaseView } from '../../shared/views.js';
import { get, put, remove } from './api.js';
import { caseKey } from './cases.js';

const ASK_MS = 10_000;
const TRY_AGAIN_MS = 60_000;
/** Of a flood of news the lists are asked once. */
const GATHER_MS = 400;
const LOOK_MS = 20_000;
/** How long a row that changed is marked. */
const MARKED_MS = 8_000;

export interface Live {
  looking: Looking;
  /** Cases that changed a moment ago. */
  fresh: ReadonlySet<string>;
  /** `stream`, or `asking` every ten seconds where streams do not come through. */
  by: 'stream' | 'asking';
}
const NOBODY: Looking = { caseId: null, people: [] };
export const LiveContext = createContext<Live>({ looking: NOBODY, fresh: new Set(), by: 'asking' });
export const useLive = () => useContext(LiveContext);

/** Listens while the page is seen: a hidden tab needs no news, and a browser has few connections to one server. */
export function useLiveNews(enabled: boolean): Live {
  const client = useQueryClient();
  const [looking, setLooking] = useState(NOBODY);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [by, setBy] = useState<Live['by']>('stream');
  const gathered = useRef(new Set<string>());

  useEffect(() => {
    if (!enabled) return;
    let source: EventSource | undefined;
    let asking: number | undefined;
    let again: number | undefined;
    let gathering: number | undefined;
    let after = '';

    const flush = () => {
      gathering = undefined;
      const ids = [...gathered.current];
      gathered.current.clear();
      void client.invalidateQueries({ queryKey: ['cases'] });
      void client.invalidateQueries({ queryKey: ['notices'] });
      for (const id of ids) void client.invalidateQueries({ queryKey: caseKey(id) });
      setFresh((was) => new Set([...was, ...ids]));
      window.setTimeout(() => setFresh((was) => new Set([...was].filter((id) => !ids.includes(id)))), MARKED_MS);
    };
    const learn = ({ cases, many }: LiveNews) => {
      // What one did oneself is known already.
      const unknown = cases.filter(
        ({ id, version }) => (client.getQueryData<CaseView>(caseKey(id))?.version ?? 0) < version,
      );
      if (unknown.length === 0 && !many) return;
      for (const { id } of unknown) gathered.current.add(id);
      gathering ??= window.setTimeout(flush, GATHER_MS);
    };
    const ask = async () => {
      try {
        const news = await get<LiveNews & Looking>('/api/live', after ? { after } : {});
        if (after) learn(news);
        after = news.at;
        setLooking({ caseId: news.caseId, people: news.people });
      } catch {
        // The pages say themselves that nothing answers.
      }
    };
    const askInstead = () => {
      if (asking !== undefined) return;
      setBy('asking');
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
      source.addEventListener('open', () => setBy('stream'));
      source.addEventListener('cases', (e) => learn(JSON.parse(e.data as string) as LiveNews));
      source.addEventListener('looking', (e) => setLooking(JSON.parse(e.data as string) as Looking));
      // The browser tries again by itself unless it was refused.
      source.onerror = () => {
        if (source?.readyState !== EventSource.CLOSED) return;
        stop();
        askInstead();
      };
    }
    const onSight = () => {
      if (document.hidden) return stop();
      void client.invalidateQueries({ queryKey: ['cases'] });
      listen();
    };
    document.addEventListener('visibilitychange', onSight);
    if (!document.hidden) listen();
    return () => {
      document.removeEventListener('visibilitychange', onSight);
      window.clearTimeout(gathering);
      stop();
    };
  }, [client, enabled]);
  return { looking, fresh, by };
}

/** Says that this case is open here, as long as it is and is seen; gives the others who have it open. */
export function useLooking(caseId: string): Looking['people'] {
  const { looking } = useLive();
  const [first, setFirst] = useState<Looking>(NOBODY);
  useEffect(() => {
    const say = () => {
      if (!document.hidden) void put<Looking>('/api/live/looking', { caseId }).then(setFirst, () => {});
    };
    const leave = () => void remove('/api/live/looking').catch(() => {});
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
  if (looking.caseId === caseId) return looking.people;
  return first.caseId === caseId ? first.people : [];
}
