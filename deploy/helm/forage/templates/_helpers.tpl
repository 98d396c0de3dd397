{{- define "forage.labels" -}}
app.kubernetes.io/name: forage
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{/* Of one part: a dict with root and part. */}}
{{- define "forage.selector" -}}
app.kubernetes.io/name: forage
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "forage.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "forage.environment" -}}
- name: FORAGE_PUBLIC_URL
  value: "https://{{ .Values.host }}"
- name: FORAGE_TRUSTED_PROXY
  value: {{ .Values.trustedProxy | quote }}
- name: FORAGE_DRAIN_SECONDS
  value: {{ .Values.drainSeconds | quote }}
- name: FORAGE_SECRET
  valueFrom:
    secretKeyRef: { name: {{ .Values.secrets.forage.name }}, key: {{ .Values.secrets.forage.key }} }
- name: DATABASE_URL
  valueFrom:
    secretKeyRef: { name: {{ .Values.secrets.database.name }}, key: {{ .Values.secrets.database.key }} }
- name: FORAGE_S3_BUCKET
  value: {{ .Values.objects.bucket | quote }}
- name: FORAGE_S3_REGION
  value: {{ .Values.objects.region | quote }}
{{- with .Values.objects.endpoint }}
- name: FORAGE_S3_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- with .Values.objects.prefix }}
- name: FORAGE_S3_PREFIX
  value: {{ . | quote }}
{{- end }}
{{- if .Values.secrets.objects.name }}
- name: AWS_ACCESS_KEY_ID
  valueFrom:
    secretKeyRef: { name: {{ .Values.secrets.objects.name }}, key: {{ .Values.secrets.objects.idKey }} }
- name: AWS_SECRET_ACCESS_KEY
  valueFrom:
    secretKeyRef: { name: {{ .Values.secrets.objects.name }}, key: {{ .Values.secrets.objects.secretKey }} }
{{- end }}
{{- range $name, $value := .Values.settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{/* Forage answers to its public name alone. */}}
{{- define "forage.probe" -}}
httpGet:
  path: {{ .path }}
  port: http
  httpHeaders:
    - { name: Host, value: {{ .host | quote }} }
{{- end }}

{{/* One part of Forage: a dict with root, part, values, image and environment. */}}
{{- define "forage.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .root.Release.Name }}-{{ .part }}
  labels:
    {{- include "forage.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .part }}
spec:
  {{- if not .isScaled }}
  replicas: {{ .values.replicas | default 1 }}
  {{- end }}
  # a new replica comes first, then an old one drains
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }
  selector:
    matchLabels:
      {{- include "forage.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "forage.labels" .root | nindent 8 }}
        app.kubernetes.io/component: {{ .part }}
      {{- if ne .part "web" }}
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: "3000"
        prometheus.io/path: /metrics
      {{- end }}
    spec:
      serviceAccountName: {{ .root.Values.serviceAccount.name }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      # it drains, finishes for as long again, and is then gone
      terminationGracePeriodSeconds: {{ add (mul 2 (int .root.Values.drainSeconds)) 15 }}
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
        runAsGroup: 1000
        fsGroup: 1000
        seccompProfile: { type: RuntimeDefault }
      {{- with .root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "forage.selector" . | nindent 14 }}
      {{- with .values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: forage
          image: {{ .image | quote }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          {{- with .command }}
          command:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          ports:
            - { name: http, containerPort: 3000 }
          env:
            - { name: HOST, value: "0.0.0.0" }
            - { name: PORT, value: "3000" }
            - { name: FORAGE_DATA_DIR, value: /data }
            {{- toYaml .environment | nindent 12 }}
            {{- include "forage.environment" .root | nindent 12 }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          # tables are brought up to date before it answers
          startupProbe:
            {{- include "forage.probe" (dict "path" "/health/live" "host" .root.Values.host) | nindent 12 }}
            periodSeconds: 3
            failureThreshold: 200
          livenessProbe:
            {{- include "forage.probe" (dict "path" "/health/live" "host" .root.Values.host) | nindent 12 }}
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            {{- include "forage.probe" (dict "path" "/health/ready" "host" .root.Values.host) | nindent 12 }}
            periodSeconds: 3
            timeoutSeconds: 5
            failureThreshold: 2
          resources:
            {{- toYaml .values.resources | nindent 12 }}
          volumeMounts:
            - { name: data, mountPath: /data }
            - { name: temporary, mountPath: /tmp }
            - { name: cache, mountPath: /forage/.next/cache }
      volumes:
        # may be lost with the pod: what is kept lies in the database and the object store
        - name: data
          emptyDir: { sizeLimit: {{ .values.data.size }} }
        - name: temporary
          emptyDir: { sizeLimit: 10Gi }
        - name: cache
          emptyDir: { sizeLimit: 1Gi }
{{- end }}
