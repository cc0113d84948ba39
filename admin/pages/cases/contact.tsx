/** The reporter, masked; in full only with a reason, which the reporter can read. */
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { longText } from '../../../shared/fields.js';
import type { CaseView, Revealed } from '../../../shared/views.js';
import { FieldsForm, type Input } from '../../components/fields/fields-form.js';
import { useReveal } from '../../lib/cases.js';
import { useMay } from '../../lib/session.js';
import { messageOf } from '../../lib/words.js';

const fields = {
  reason: longText('为什么要看', { required: true, min: 4, max: 200, hint: '诉求人能看到是哪个单位、因为什么查看' }),
};

export function Contact({ view }: { view: CaseView }) {
  const { message } = App.useApp();
  const may = useMay('case.reveal');
  const [asking, setAsking] = useState(false);
  const [input, setInput] = useState<Input>({});
  const [full, setFull] = useState<Revealed>();
  const reveal = useReveal(view.id);
  if (!view.reporter) return <span className="quiet">没有诉求人</span>;
  const { name, phone } = full ?? view.reporter;
  const send = () =>
    reveal.mutate(String(input.reason).trim(), {
      onSuccess: (revealed) => {
        setFull(revealed);
        setAsking(false);
      },
      onError: (problem) => void message.error(messageOf(problem)),
    });
  return (
    <>
      <span>
        {name ?? '未留称呼'} <span className="number">{phone ?? '未留电话'}</span>
      </span>
      {may && !full && (view.reporter.name || view.reporter.phone) && (
        <Button type="link" size="small" onClick={() => setAsking(true)}>
          查看联系方式
        </Button>
      )}
      <Modal
        open={asking}
        title="查看诉求人联系方式"
        onCancel={() => setAsking(false)}
        footer={null}
        width={480}
        destroyOnHidden
      >
        <FieldsForm fields={fields} value={input} onChange={setInput} onSend={send}>
          <div className="row end">
            <Button onClick={() => setAsking(false)}>取消</Button>
            <Button type="primary" htmlType="submit" loading={reveal.isPending}>
              查看
            </Button>
          </div>
        </FieldsForm>
      </Modal>
    </>
  );
}
