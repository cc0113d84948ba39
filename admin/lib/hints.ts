/** Hints of a staged closing as the console asks for them. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { HintFinding } from '../../shared/hints.js';
import type { Hint, Page } from '../../shared/views.js';
import { get, post, type Query } from './api.js';

export const useHints = (query: Query, enabled = true) =>
  useQuery({
    queryKey: ['hints', query],
    queryFn: ({ signal }) => get<Page<Hint>>('/api/hints', query, signal),
    placeholderData: keepPreviousData,
    enabled,
  });

export function useFindHint() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...found }: { id: string; finding: HintFinding; words?: string }) =>
      post<void>(`/api/hints/${id}/finding`, found),
    onSettled: () => client.invalidateQueries({ queryKey: ['hints'] }),
  });
}
