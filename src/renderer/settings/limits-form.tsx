import { Button, NumberInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { DeskLimitsSchema, MAX_DESK_CALLS, type DeskLimits } from '../../shared/call/desk-limits';
import { useServices, useSetup } from '../services/services';
import reachFormStyles from './reach/reach-form.module.css';
import { SavedNote, useSaving, type Saving } from './saving';

const OUT_OF_RANGE = {
  sentence: `Between 1 and ${String(MAX_DESK_CALLS)} calls, and at least $0.01 a day or nothing.`,
  remedy: '',
};

/** Form for the limits of the whole desk: calls at once, and what they may cost in a day. */
export function LimitsForm() {
  const saved = useSetup((view) => view.setup?.deskLimits);
  // Kept here to outlive the form, which is remounted with the saved value.
  const saving = useSaving();
  return saved === undefined ? null : <ChosenLimits key={JSON.stringify(saved)} saved={saved} saving={saving} />;
}

function ChosenLimits({ saved, saving }: { readonly saved: DeskLimits; readonly saving: Saving }) {
  const { setup } = useServices();
  const [calls, setCalls] = useState<number | string>(saved.calls);
  const [spend, setSpend] = useState<number | string>(saved.spendUsd ?? '');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const wanted = DeskLimitsSchema.safeParse({ calls, spendUsd: spend === '' ? null : spend });
    void saving.run(() => (wanted.success ? setup.chooseDeskLimits(wanted.data) : Promise.resolve(OUT_OF_RANGE)));
  };
  return (
    <form className={reachFormStyles['form']} noValidate onSubmit={submit}>
      <NumberInput
        label="Calls at once"
        description="One more caller hears that all lines are busy. Practice does not count."
        min={1}
        max={MAX_DESK_CALLS}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="none"
        value={calls}
        onChange={setCalls}
      />
      <NumberInput
        label="Spend a day"
        description="On the model service, from midnight to midnight, UTC. Calls that are on go on; new callers hear an apology. Leave it empty for no limit."
        prefix="$"
        decimalScale={2}
        allowNegative={false}
        clampBehavior="none"
        value={spend}
        onChange={setSpend}
      />
      <div>
        <Button type="submit" loading={saving.state === 'saving'}>
          Save
        </Button>
      </div>
      <SavedNote saving={saving} said="Saved. It holds from the next call on." />
    </form>
  );
}
