/** Takes in a spreadsheet: first a report of what is wrong in which row and column, then the good rows by whoever has read it. */
import { UploadOutlined } from '@ant-design/icons';
import { Alert, App, Button, Checkbox, Modal } from 'antd';
import { useRef, useState } from 'react';
import type { DutyImportReport } from '../../../shared/views.js';
import { useImportRules } from '../../lib/duty.js';
import { messageOf } from '../../lib/words.js';

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { message } = App.useApp();
  const run = useImportRules();
  const chooser = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<{ name: string; xlsx: string }>();
  const [report, setReport] = useState<DutyImportReport>();
  const [read, setRead] = useState(false);

  const send = async (sent: { name: string; xlsx: string }, seen?: number) => {
    try {
      const answer = await run.mutateAsync({ xlsx: sent.xlsx, ...(seen === undefined ? {} : { seen }) });
      setReport(answer);
      setRead(false);
      if (!answer.applied) return;
      void message.success(`已导入：新增 ${answer.created} 条，修改 ${answer.changed} 条`);
      onClose();
    } catch (problem) {
      void message.error(messageOf(problem));
    }
  };
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    const picked = { name: chosen.name, xlsx: await base64Of(chosen) };
    setFile(picked);
    setReport(undefined);
    await send(picked);
  };
  const faulty = new Set(report?.faults.map((f) => f.row)).size;
  const good = report ? report.created + report.changed : 0;
  return (
    <Modal open title="导入权责清单" onCancel={onClose} mask={{ closable: false }} footer={null} width={720} centered>
      <div className="stack">
        <p className="hint">先导出，在表格里改好要改的行，填上这些行的生效日期和修改理由，再导入。没有改的行不动。</p>
        <div className="row">
          <Button icon={<UploadOutlined />} loading={run.isPending} onClick={() => chooser.current?.click()}>
            {file ? '换一个文件' : '选择 XLSX 文件'}
          </Button>
          {file && <span>{file.name}</span>}
        </div>
        <input
          ref={chooser}
          type="file"
          accept=".xlsx"
          hidden
          aria-label="XLSX 文件"
          onChange={(e) => {
            void take(e.target.files?.[0]);
            e.target.value = '';
          }}
        />
        {report && <Report report={report} faulty={faulty} />}
        {report && file && (
          <div className="row end">
            {faulty > 0 && good > 0 && (
              <Checkbox checked={read} onChange={(e) => setRead(e.target.checked)}>
                我看过了，有问题的 {faulty} 行不导入
              </Checkbox>
            )}
            <span className="grow" />
            <Button onClick={onClose}>取消</Button>
            <Button
              type="primary"
              disabled={good === 0 || (faulty > 0 && !read)}
              loading={run.isPending}
              onClick={() => void send(file, faulty)}
            >
              导入 {good} 条
            </Button>
          </div>
        )}
      </div>
    </Modal>
  );
}

function Report({ report, faulty }: { report: DutyImportReport; faulty: number }) {
  const { rows, created, changed, same, faults } = report;
  return (
    <>
      <Alert
        type={faulty > 0 ? 'error' : 'success'}
        showIcon
        title={`共 ${rows} 行：新增 ${created}，修改 ${changed}，没有变化 ${same}，有问题 ${faulty}。还没有改动任何内容。`}
      />
      {faults.length > 0 && (
        <ol className="duty-faults" aria-label="有问题的地方">
          {faults.map((f) => (
            <li key={`${f.row}-${f.column}`}>
              第 {f.row} 行“{f.column}”：{f.reason}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
