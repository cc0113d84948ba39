/** 称呼和电话: how to call and reach me; both may be left empty or taken back. */
import { View } from '@tarojs/components';
import { useState } from 'react';
import { reportForm } from '../../../shared/case';
import { faults } from '../../../shared/fields';
import { Fault } from '../../components/fault';
import { Screen } from '../../components/screen';
import { ConsentWords, SignInPanel } from '../../components/sign-in-panel';
import { Button } from '../../components/tap';
import { TextInput } from '../../components/text-input';
import { toFailure } from '../../lib/api';
import { goBack } from '../../lib/back';
import { sayFaults } from '../../lib/say-faults';
import { consentGiven, mayReport, me, saveContact } from '../../lib/session';
import { useStore } from '../../lib/store';

const fields = { name: reportForm.contactName, phone: reportForm.contactPhone };

export default function Contact() {
  const who = useStore(me);
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);

  const save = async (contact: Parameters<typeof saveContact>[0]) => {
    setBusy(true);
    try {
      if (contact.name || contact.phone) await consentGiven();
      await saveContact(contact);
      await goBack();
    } catch (e) {
      const failure = toFailure(e);
      setWrong({ ...sayFaults(fields, failure.errors), '': failure.detail || failure.title });
    }
    setBusy(false);
  };
  const saveTyped = () => {
    const given = { ...(name.trim() && { name: name.trim() }), ...(phone.trim() && { phone: phone.trim() }) };
    const found = sayFaults(fields, faults(fields, given));
    setWrong(found);
    if (Object.keys(found).length === 0) void save(given);
  };

  if (!who)
    return (
      <Screen title="称呼和电话">
        <SignInPanel why="登录后可以留下称呼和电话" />
      </Screen>
    );
  return (
    <Screen
      title="称呼和电话"
      foot={
        <>
          <Fault words={wrong['']} />
          <Button
            look="main"
            words={mayReport(who) ? '保存' : '同意说明并保存'}
            disabled={busy || !(name.trim() || phone.trim())}
            onTap={saveTyped}
          />
        </>
      }
    >
      <View className="card">
        <TextInput
          label="称呼"
          hint={who.name}
          max={fields.name.max}
          value={name}
          fault={wrong.name}
          onChange={setName}
        />
        <TextInput
          label="电话"
          kind="phone"
          hint={who.phone ?? '没有留'}
          value={phone}
          fault={wrong.phone}
          onChange={setPhone}
        />
        <View className="hint">
          加密保存，平时只显示一部分。工作人员要看全，必须写明理由，您在诉求里看得到是谁、为什么。
        </View>
      </View>
      {!mayReport(who) && (
        <View className="card">
          <ConsentWords />
        </View>
      )}
      {who.hasContact && (
        <Button
          look="grave"
          words="删去称呼和电话"
          disabled={busy}
          onTap={() => void save({ name: null, phone: null })}
        />
      )}
    </Screen>
  );
}
