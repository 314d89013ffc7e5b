import { NumberInput, Switch } from '@mantine/core';
import { useState } from 'react';
import styles from './number-field.module.css';

interface NumberFieldProps {
  readonly label: string;
  readonly description: string;
  readonly unit?: string;
  readonly prefix?: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Digits after the point. */
  readonly decimals?: number;
  /** As money is written. */
  readonly showsAllDecimals?: boolean;
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** Of a value that can be off altogether. */
  readonly isOn?: boolean;
  readonly onToggle?: (isOn: boolean) => void;
}

/** A number within bounds, with a switch where it may be none. What is typed counts as soon as it is one that can be. */
export function NumberField(props: NumberFieldProps) {
  const {
    label,
    description,
    unit,
    prefix,
    min,
    max,
    step,
    decimals = 0,
    showsAllDecimals = false,
    value,
    onChange,
    isOn = true,
    onToggle,
  } = props;
  const [typed, setTyped] = useState<number | string | null>(null);
  return (
    <div className={styles['field']}>
      <NumberInput
        label={label}
        description={description}
        min={min}
        max={max}
        step={step}
        decimalScale={decimals}
        fixedDecimalScale={showsAllDecimals}
        allowNegative={false}
        clampBehavior="blur"
        {...(prefix === undefined ? {} : { prefix })}
        {...(unit === undefined ? {} : { suffix: ` ${unit}` })}
        disabled={!isOn}
        value={isOn ? (typed ?? value) : ''}
        {...(isOn ? {} : { placeholder: 'off' })}
        onChange={(next) => {
          setTyped(next);
          if (typeof next === 'number' && next >= min && next <= max) onChange(next);
        }}
        onBlur={() => setTyped(null)}
      />
      {onToggle !== undefined && (
        <Switch
          aria-label={`${label}: on`}
          className={styles['switch'] ?? ''}
          checked={isOn}
          onChange={(event) => onToggle(event.currentTarget.checked)}
        />
      )}
    </div>
  );
}
