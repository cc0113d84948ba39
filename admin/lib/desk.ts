/** One's desk as the console asks for it: views, quick actions, templates, drafts, look-alikes, absence. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Action } from '../../shared/case-flow.js';
import type {
  BulkPreview,
  DeskViews,
  Drafts,
  HandOver,
  MacroContent,
  MacroRow,
  Outsider,
  SavedView,
  SimilarCase,
  StandInChoice,
  StandInRow,
  StepPreview,
  TemplateRow,
  ViewCounts,
  ViewFilter,
} from '../../shared/desk.js';
import type { CaseView, Page } from '../../shared/views.js';
import { get, post, put, type Query, remove } from './api.js';
import { caseKey } from './cases.js';

export const useViews = () =>
  useQuery({ queryKey: ['views'], queryFn: () => get<DeskViews>('/api/views'), staleTime: 300_000 });

/** Under `cases`, so that whatever makes lists be asked again does the same to these numbers. */
export const useViewCounts = () =>
  useQuery({
    queryKey: ['cases', 'view-counts'],
    queryFn: ({ signal }) => get<ViewCounts>('/api/views/counts', undefined, signal),
    refetchInterval: 60_000,
  });

interface Kept {
  name: string;
  shared: boolean;
}
function useChange<I, O>(key: readonly string[], change: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: key }) });
}
/** A new one without an id, else a change of the one that has it. */
const save =
  <B, O>(path: string) =>
  ({ id, body }: { id: string | undefined; body: Kept & B }) =>
    id ? put<O>(`${path}/${id}`, body) : post<O>(path, body);

export const useSaveView = () => useChange(['views'], save<{ filter: ViewFilter }, SavedView>('/api/views'));
export const useRemoveView = () => useChange(['views'], (id: string) => remove(`/api/views/${id}`));

const kept =
  <T>(name: string) =>
  (query: Query = {}) =>
    useQuery({
      queryKey: [name, query],
      queryFn: ({ signal }) => get<Page<T>>(`/api/${name}`, query, signal),
      placeholderData: keepPreviousData,
      staleTime: 60_000,
    });
export const useMacros = kept<MacroRow>('macros');
export const useTemplates = kept<TemplateRow>('templates');
export const useSaveMacro = () => useChange(['macros'], save<{ content: MacroContent }, MacroRow>('/api/macros'));
export const useSaveTemplate = () => useChange(['templates'], save<{ words: string }, TemplateRow>('/api/templates'));
export const useRemoveMacro = () => useChange(['macros'], (id: string) => remove(`/api/macros/${id}`));
export const useRemoveTemplate = () => useChange(['templates'], (id: string) => remove(`/api/templates/${id}`));

export const useMacroPreview = (macro: string, view: CaseView) =>
  useQuery({
    queryKey: ['macro-preview', macro, view.id, view.version],
    queryFn: () => post<StepPreview[]>(`/api/macros/${macro}/preview`, { caseId: view.id, version: view.version }),
    staleTime: 0,
    gcTime: 0,
  });

export function useRunMacro(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ macro, version, key }: { macro: string; version: number; key: string }) =>
      post<CaseView>(`/api/macros/${macro}/run`, { caseId: id, version }, { 'Idempotency-Key': key }),
    onSuccess: (view) => {
      client.setQueryData(caseKey(id), view);
      void client.invalidateQueries({ queryKey: ['cases'] });
    },
    onError: () => void client.invalidateQueries({ queryKey: caseKey(id) }),
  });
}

export const previewMany = (action: Action, cases: { id: string; version: number }[], input: object) =>
  post<BulkPreview[]>('/api/cases/bulk/preview', { action, cases, input });

export const useSimilar = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['cases', 'similar', id],
    queryFn: ({ signal }) => get<SimilarCase[]>(`/api/cases/${id}/similar`, undefined, signal),
    staleTime: 60_000,
    enabled,
  });

export const draftsKey = (id: string) => ['drafts', id] as const;
export const useDrafts = (id: string) =>
  useQuery({
    queryKey: draftsKey(id),
    queryFn: ({ signal }) => get<Drafts>(`/api/cases/${id}/drafts`, undefined, signal),
    staleTime: 30_000,
  });
export const keepDraft = (id: string, action: Action, input: object) =>
  put<void>(`/api/cases/${id}/drafts/${action}`, { input });
export const dropDraft = (id: string, action: Action) => remove(`/api/cases/${id}/drafts/${action}`);

export const useStandIns = (query: Query = {}) =>
  useQuery({
    queryKey: ['stand-ins', query],
    queryFn: ({ signal }) => get<Page<StandInRow>>('/api/stand-ins', query, signal),
    placeholderData: keepPreviousData,
  });
export const useColleagues = () =>
  useQuery({ queryKey: ['colleagues'], queryFn: () => get<StandInChoice>('/api/stand-ins/colleagues') });
export const useOutsiders = (query: Query, enabled: boolean) =>
  useQuery({
    queryKey: ['outsiders', query],
    queryFn: ({ signal }) => get<Page<Outsider>>('/api/stand-ins/outsiders', query, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
export const useSetStandIn = () =>
  useChange(['stand-ins'], (body: { account?: string; standIn: string; from: string; until: string }) =>
    post<StandInRow>('/api/stand-ins', body),
  );
export const useEndStandIn = () => useChange(['stand-ins'], (id: string) => remove(`/api/stand-ins/${id}`));

export const useHandOver = (account: string, enabled: boolean) =>
  useQuery({
    queryKey: ['hand-over', account],
    queryFn: () => get<HandOver>(`/api/accounts/${account}/hand-over`),
    enabled,
    staleTime: 0,
  });
export const useDoHandOver = (account: string) =>
  useChange(['accounts'], (to: string) => post<HandOver>(`/api/accounts/${account}/hand-over`, { to }));
