import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

const edges = [
  "**/adopt/**",
  "**/bench/**",
  "**/commands/**",
  "**/forms/**",
  "**/local/**",
  "**/recover/**",
  "**/render/**",
  "**/review/**",
  "**/test/**",
  "**/tools/**",
];

export default tseslint.config(
  { ignores: ["**/dist/**", "**/node_modules/**", "**/.venv/**", ".state/**", "rendered/**"] },
  ...tseslint.configs.recommended,
  { rules: { "@typescript-eslint/no-explicit-any": "error", "no-console": "off" } },
  { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  {
    files: ["index.ts", "components/**/*.ts", "consumer/src/**/*.ts", "examples/**/*.ts"],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "@pulumi": pulumi },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "no-restricted-imports": [
        "error",
        {
          paths: [
            {
              name: "@pulumi/kubernetes/core/v1",
              message:
                "Import the kind's own file: with the whole the SDK asks the engine again for each such object of the chart.",
            },
          ],
          patterns: [{ group: edges, message: "The program imports config, components and provider alone." }],
        },
      ],
    },
  },
  {
    files: ["provider/src/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: [...edges, "@pulumi/*"], message: "The provider knows neither Pulumi nor the commands." },
          ],
        },
      ],
    },
  },
  {
    files: ["config/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: [...edges, "**/components/**"], message: "Settings know nothing of what uses them." }] },
      ],
    },
  },
  {
    files: ["commands/**/*.ts", "tools/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["**/local/**"], message: "What commands share does not know the local cluster." }] },
      ],
    },
  },
);
