/** 抽样回访: the day's list, drawn by lot; each case opens to be asked about. */
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Checkbox, DatePicker, InputNumber } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { solvedAnswers } from '../../../shared/case.js';
import { sayDay } from '../../../shared/say.js';
import type { CaseRow } from '../../../shared/views.js';
import { caseColumns } from '../../components/case-columns.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { pageSize, whole, word } from '../../lib/address.js';
import { useDrawVisits, useVisits } from '../../lib/cases.js';
import { today, useNow } from '../../lib/now.js';
import { useAddress } from '../../lib/use-address.js';
import { messageOf } from '../../lib/words.js';

const address = { day: word, page: whole, size: pageSize };
const USUAL = 20;
const MOST = 100;
/** Said where nothing is left to draw: among whom it was looked for. */
const noneLeft = (silent: boolean) =>
  silent
    ? '近 30 天办结、诉求人没有评价、还没有回访过的，都已抽过；要抽评价过的，请去掉“不抽已经评价的”'
    : '近 30 天办结、还没有回访过的，都已抽过';
const shown: readonly string[] = ['number', 'what', 'where', 'state', 'unit'];

export default function Visits() {
  const { message } = App.useApp();
  const now = useNow();
  const navigate = useNavigate();
  const [{ day, page, size }, change] = useAddress(address);
  const { data, error, isFetching, refetch } = useVisits({
    ...(day ? { day } : {}),
    ...(page ? { page } : {}),
    ...(size ? { size } : {}),
  });
  const draw = useDrawVisits();
  const [n, setN] = useState(USUAL);
  const [silent, setSilent] = useState(true);
  const isToday = !day || day === today();
  const visited: Column<CaseRow> = {
    key: 'visited',
    title: '回访',
    width: 110,
    cell: (r) => (r.visitedOn ? `${sayDay(`${r.visitedOn}T12:00:00+08:00`, now)}已回访` : <b>未回访</b>),
  };
  const columns = [visited, ...caseColumns.filter((column) => shown.includes(column.key))];
  const drawMore = async () => {
    try {
      const { drawn } = await draw.mutateAsync({ n, silent });
      void message.info(drawn > 0 ? `抽取了 ${drawn} 件` : noneLeft(silent));
    } catch (problem) {
      void message.error(messageOf(problem));
    }
  };
  return (
    <div className="page page-fill">
      <div className="page-title">
        <h1>抽样回访</h1>
        <span className="quiet">从近 30 天办结、没有回访过的诉求里随机抽取，抽到的不能换</span>
        <span className="grow" />
        <DatePicker
          aria-label="哪一天的名单"
          allowClear={false}
          value={dayjs(day ?? today())}
          disabledDate={(d) => d.format('YYYY-MM-DD') > today()}
          onChange={(d) => change({ day: d?.format('YYYY-MM-DD'), page: undefined })}
        />
      </div>
      {isToday && (
        <div className="row">
          <InputNumber
            aria-label="抽几件"
            min={1}
            max={MOST}
            precision={0}
            value={n}
            suffix="件"
            onChange={(v) => setN(v ?? USUAL)}
          />
          <Checkbox checked={silent} onChange={(e) => setSilent(e.target.checked)}>
            不抽已经评价的
          </Checkbox>
          <Button type="primary" loading={draw.isPending} onClick={() => void drawMore()}>
            抽取
          </Button>
          <span className="hint">
            打开一件，按“回访”记下：{Object.values(solvedAnswers).join('、')}，满意几分，说了什么。
          </span>
        </div>
      )}
      <DataTable
        name="visits"
        unit="件"
        columns={columns}
        idOf={(row) => row.id}
        data={data}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
        empty={
          isToday
            ? { title: '今天还没有抽取', words: '选好件数，按“抽取”，名单会留在这里。' }
            : { title: '这一天没有抽取', words: '可以换一天看，或者回到今天抽取。' }
        }
        onPage={(p, s) => change({ page: p, size: s })}
        onOpen={(row) => void navigate({ to: `/cases/${row.id}` as string })}
      />
    </div>
  );
}
