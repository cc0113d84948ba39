/** Import of outlines: a file and its options, then a dry run with every fault listed and drawn, then the real thing. */
import { App, Button, Checkbox, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { choice, clean, date, type Fields, integer, ref } from '../../../shared/fields.js';
import { datums, gridKinds, NUMBER_DIGITS } from '../../../shared/places.js';
import type { ImportReport, PlaceView } from '../../../shared/views.js';
import { FieldsForm, type Input } from '../../components/fields/fields-form.js';
import { HelpContext } from '../../components/fields/help.js';
import { ApiProblem } from '../../lib/api.js';
import { type ImportRequest, useImportPlaces } from '../../lib/place-import.js';
import { messageOf } from '../../lib/words.js';
import { FilePick, type Picked } from './file-pick.js';
import { ImportFaults } from './import-faults.js';
import { ImportWorking } from './import-working.js';
import { levelLabels } from './new-place.js';

const optionsOf = (names: readonly string[]) => Object.fromEntries(names.map((n) => [n, n]));

const { least, usual, most } = NUMBER_DIGITS;
const width = integer('顺序号位数', { min: least, max: most, hint: `不填就是 ${usual} 位` });

/** The options, with the file's own property names to choose from. */
const fieldsOf = (names: readonly string[], { level, code, scheme }: Input): Fields => ({
  level: choice('导入到哪一级', levelLabels, { required: true }),
  code: choice('编码在哪个属性里', { auto: '自动编号（自西向东、自北向南）', ...optionsOf(names) }, { required: true }),
  name: choice('名称在哪个属性里', optionsOf(names), { required: true }),
  parent: choice('上级编码在哪个属性里', optionsOf(names), { hint: '没有这样的属性时，在下面指定一个上级' }),
  under: ref('place', '都放在哪个上级之下'),
  datum: choice('坐标系', datums, { required: true }),
  ...(level === 'grid' ? { kind: choice('网格类别', gridKinds, { hint: '专属网格可以盖在综合网格上' }) } : {}),
  since: date('从哪一天起算数', { hint: '不填就是从现在起；到那天之前还是原来的边界' }),
  scheme: choice('编码规则', { gb: '国标（GB/T 2260、10114）', free: '本地自定' }, { required: true }),
  ...(code === 'auto' || (scheme === 'gb' && (level === 'grid' || level === 'cell')) ? { width } : {}),
});

export function ImportDialog({
  under,
  onClose,
}: {
  under: Pick<PlaceView, 'code' | 'name'> | undefined;
  onClose: () => void;
}) {
  const { message } = App.useApp();
  const { send: sending, stop, run } = useImportPlaces();
  const [file, setFile] = useState<Picked>();
  const [input, setInput] = useState<Input>({
    level: 'grid',
    datum: 'wgs84',
    scheme: 'gb',
    code: 'auto',
    under: under?.code,
  });
  const [tolerant, setTolerant] = useState({ allowOverlaps: false, allowGaps: false });
  const [refused, setRefused] = useState<Record<string, string>>();
  const [report, setReport] = useState<ImportReport>();
  const [read, setRead] = useState(false);
  const help = useMemo(() => ({ names: under ? { [under.code]: under.name } : {} }), [under]);
  const fields = fieldsOf(file?.properties ?? [], input);

  const send = async (dryRun: boolean) => {
    if (!file) return void message.info('请先选择文件');
    try {
      const body = { ...clean(fields, input), ...tolerant, geojson: file.text, dryRun } as ImportRequest;
      const answer = await sending.mutateAsync(body);
      if (!answer) return void message.info('已停止，没有改动任何内容');
      setReport(answer);
      setRead(false);
      if (answer.applied) {
        void message.success(`已导入：新增 ${answer.created}，更新 ${answer.changed}`);
        onClose();
      }
    } catch (problem) {
      if (problem instanceof ApiProblem) setRefused(problem.errors);
      void message.error(messageOf(problem));
    }
  };
  const working = sending.isPending;
  const halt = () => stop.mutate(undefined, { onError: (problem) => void message.error(messageOf(problem)) });
  return (
    <Modal
      open
      title="导入边界"
      onCancel={working ? halt : onClose}
      mask={{ closable: false }}
      footer={null}
      width={report ? 1080 : 640}
      centered
    >
      {working && <ImportWorking run={run} stopping={stop.isPending} onStop={halt} />}
      {!working && report && (
        <div className="stack">
          <ImportFaults report={report} />
          <div className="row">
            <Button onClick={() => setReport(undefined)}>改选项或换文件</Button>
            <span className="grow" />
            {report.faults.length === 0 && (
              <Checkbox checked={read} onChange={(e) => setRead(e.target.checked)}>
                我看过预览，边界和数量都对
              </Checkbox>
            )}
            <Button type="primary" disabled={report.faults.length > 0 || !read} onClick={() => void send(false)}>
              正式导入
            </Button>
          </div>
        </div>
      )}
      {!working && !report && (
        <div className="stack">
          <FilePick
            file={file}
            onPick={(picked) => {
              setFile(picked);
              setRefused(undefined);
              setInput({
                ...input,
                name: picked.properties.find((p) => /name|名称/i.test(p)),
                ...(picked.properties.includes('code') ? { code: 'code' } : {}),
              });
            }}
          />
          {file && (
            <HelpContext.Provider value={help}>
              <FieldsForm
                fields={fields}
                value={input}
                onChange={setInput}
                refused={refused}
                onSend={() => void send(true)}
                columns={2}
              >
                <div className="row">
                  <Checkbox
                    checked={tolerant.allowOverlaps}
                    onChange={(e) => setTolerant({ ...tolerant, allowOverlaps: e.target.checked })}
                  >
                    允许重叠
                  </Checkbox>
                  <Checkbox
                    checked={tolerant.allowGaps}
                    onChange={(e) => setTolerant({ ...tolerant, allowGaps: e.target.checked })}
                  >
                    允许缝隙
                  </Checkbox>
                </div>
                <div className="row end">
                  <span className="hint grow">先检查，不改动任何内容。</span>
                  <Button onClick={onClose}>取消</Button>
                  <Button type="primary" htmlType="submit">
                    检查
                  </Button>
                </div>
              </FieldsForm>
            </HelpContext.Provider>
          )}
        </div>
      )}
    </Modal>
  );
}
