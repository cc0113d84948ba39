/** Imports of outlines: sent as one file, followed while the server checks it, stopped as long as nothing is final. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { GridKind, Level } from '../../shared/places.js';
import type { ImportReport, ImportRun } from '../../shared/views.js';
import { ask, get, post } from './api.js';

export interface ImportRequest {
  geojson: string;
  level: Level;
  code: string;
  name: string;
  parent?: string;
  under?: string;
  datum?: string;
  scheme?: string;
  width?: number;
  kind?: GridKind;
  allowOverlaps?: boolean;
  allowGaps?: boolean;
  since?: string;
  dryRun: boolean;
}

const RUNS = '/api/places/imports';
const NAMES = ['places', 'cases'];

export function useImportPlaces() {
  const client = useQueryClient();
  const [current, setCurrent] = useState<{ id: string; sending: AbortController }>();
  const send = useMutation({
    /** @returns null when it was stopped */
    mutationFn: async (body: ImportRequest): Promise<ImportReport | null> => {
      const { id } = await post<ImportRun>(RUNS);
      const sending = new AbortController();
      setCurrent({ id, sending });
      try {
        return await ask('POST', '/api/places/import', { body: { ...body, run: id }, signal: sending.signal });
      } catch (problem) {
        if (sending.signal.aborted) return null;
        throw problem;
      } finally {
        setCurrent(undefined);
      }
    },
    onSuccess: () => Promise.all(NAMES.map((name) => client.invalidateQueries({ queryKey: [name] }))),
  });
  const stop = useMutation({
    mutationFn: async () => {
      if (!current) return;
      const { state } = await post<ImportRun>(`${RUNS}/${current.id}/stop`);
      // Too late otherwise: then the answer is worth waiting for.
      if (state === 'stopped') current.sending.abort();
    },
  });
  const run = useQuery({
    queryKey: ['place-import', current?.id],
    queryFn: ({ signal }) => get<ImportRun>(`${RUNS}/${current?.id}`, undefined, signal),
    refetchInterval: 500,
    enabled: current !== undefined,
  });
  return { send, stop, run: run.data };
}
