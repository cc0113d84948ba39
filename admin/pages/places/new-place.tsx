/** Adds a place without an outline; the outline comes with an import. */
import { App, Button, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { choice, clean, ref, text } from '../../../shared/fields.js';
import { codeHint, gridKinds, type Level, levelOrder, levels } from '../../../shared/places.js';
import type { PlaceView } from '../../../shared/views.js';
import { FieldsForm, type Input } from '../../components/fields/fields-form.js';
import { HelpContext } from '../../components/fields/help.js';
import { ApiProblem } from '../../lib/api.js';
import { type NewPlace, useCreatePlace } from '../../lib/registers.js';
import { messageOf } from '../../lib/words.js';

export const levelLabels = Object.fromEntries(levelOrder.map((l) => [l, levels[l].label]));
const fields = {
  level: choice('级别', levelLabels, { required: true }),
  under: ref('place', '上级', { hint: '最上一级可以不填' }),
  code: text('编码', { required: true, max: 24, hint: '用过的编码不能再用' }),
  name: text('名称', { required: true, max: 60 }),
};
const gridFields = { ...fields, kind: choice('网格类别', gridKinds) };

interface Props {
  under: PlaceView | undefined;
  onClose: () => void;
  onMade: (code: string) => void;
}

export function NewPlaceDialog({ under, onClose, onMade }: Props) {
  const { message } = App.useApp();
  const create = useCreatePlace();
  const below = under ? levelOrder[levelOrder.indexOf(under.level) + 1] : undefined;
  const help = useMemo(() => ({ names: under ? { [under.code]: under.name } : {} }), [under]);
  const [input, setInput] = useState<Input>({ level: below ?? 'county', under: under?.code, code: under?.code });
  const [refused, setRefused] = useState<Record<string, string>>();
  const form = input.level === 'grid' ? gridFields : fields;
  const hint = codeHint(input.level as Level, String(input.code ?? ''));
  const send = () => {
    const body = clean(form, input) as NewPlace;
    create.mutate(body, {
      onSuccess: () => {
        void message.success('已新建');
        onMade(body.code);
        onClose();
      },
      onError: (problem) => {
        if (problem instanceof ApiProblem)
          setRefused(problem.code === 'place.code-taken' ? { code: problem.message } : problem.errors);
        void message.error(messageOf(problem));
      },
    });
  };
  return (
    <Modal open title="新建区划" onCancel={onClose} mask={{ closable: false }} footer={null} width={480}>
      <HelpContext.Provider value={help}>
        <FieldsForm fields={form} value={input} onChange={setInput} refused={refused} onSend={send}>
          {hint && input.code ? <p className="hint">提示：{hint}。</p> : null}
          <div className="row end">
            <Button onClick={onClose}>取消</Button>
            <Button type="primary" htmlType="submit" loading={create.isPending}>
              新建
            </Button>
          </div>
        </FieldsForm>
      </HelpContext.Provider>
    </Modal>
  );
}
