{{/* The parts that run brokers, as JSON: a template that is made once a part gets it as .Part. */}}
{{- define "parts" -}}
{{- $additional := and .Values.kraft.enabled (gt (int .Values.broker.replicaCount) 0) -}}
{{- ternary (list "broker" "controller") (list (ternary "controller" "broker" .Values.kraft.enabled)) $additional | toJson -}}
{{- end }}

{{- define "component" -}}
{{ ternary "controller-eligible" "broker" (eq .Part "controller") }}
{{- end }}

{{/* Whether the client listener has TLS. Its certificate is mounted and set by the program's own values. */}}
{{- define "tls" -}}
{{ ternary "true" "" (eq .Values.listeners.client.protocol "SASL_SSL") }}
{{- end }}

{{- define "brokers" -}}
{{ .Values.fullnameOverride }}-{{ .Part }}
{{- end }}

{{/* Labels of an object: list of the root context, the application's name and its component ("" for none). */}}
{{- define "labels" -}}
{{- $root := index . 0 -}}
{{ include "selector" . }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version }}
{{- end }}

{{- define "selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/name: {{ index . 1 }}
{{- with index . 2 }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end }}

{{- define "broker.selector" -}}
{{ include "selector" (list . "kafka" (include "component" .)) }}
app.kubernetes.io/part-of: kafka
{{- end }}

{{- define "broker.labels" -}}
{{ include "labels" (list . "kafka" (include "component" .)) }}
app.kubernetes.io/part-of: kafka
{{- end }}

{{- define "image" -}}
{{ .registry }}/{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag }}{{ end }}
{{- end }}

{{- define "pullSecrets" -}}
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{/* Environment variable that is read from a Secret: name, Secret, key. */}}
{{- define "secretVariable" -}}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ index . 1 }}
      key: {{ index . 2 }}
{{- end }}

{{/* The internal users and their passwords, as the image and the init container expect them. */}}
{{- define "users" -}}
{{- $secret := .Values.sasl.existingSecret -}}
- name: KAFKA_CLIENT_USERS
  value: {{ join "," .Values.sasl.client.users | quote }}
{{ include "secretVariable" (list "KAFKA_CLIENT_PASSWORDS" $secret "client-passwords") }}
- name: KAFKA_INTER_BROKER_USER
  value: {{ .Values.sasl.interbroker.user | quote }}
{{ include "secretVariable" (list "KAFKA_INTER_BROKER_PASSWORD" $secret "inter-broker-password") }}
{{- end }}

{{/* Keeps the pods of a StatefulSet apart by node: preset, selector. */}}
{{- define "antiAffinity" -}}
{{- $term := dict "topologyKey" "kubernetes.io/hostname" "labelSelector" (dict "matchLabels" (fromYaml (index . 1))) -}}
{{- if eq (index . 0) "hard" }}
affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution: {{ list $term | toYaml | nindent 6 }}
{{- else if eq (index . 0) "soft" }}
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution: {{ list (dict "weight" 1 "podAffinityTerm" $term) | toYaml | nindent 6 }}
{{- end }}
{{- end }}

{{- define "claim" -}}
- apiVersion: v1
  kind: PersistentVolumeClaim
  metadata:
    name: data
  spec:
    accessModes: [ReadWriteOnce]
    resources:
      requests:
        storage: {{ .size }}
    {{- with .storageClass }}
    storageClassName: {{ . }}
    {{- end }}
{{- end }}

{{- define "budget" -}}
{{- if .maxUnavailable }}
maxUnavailable: {{ .maxUnavailable }}
{{- end }}
{{- if .minAvailable }}
minAvailable: {{ .minAvailable }}
{{- end }}
{{- end }}
