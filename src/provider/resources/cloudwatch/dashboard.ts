import type { Context } from "../../context";
import { defineResource } from "../../definition";
import { t } from "../../schema";

export const dashboard = defineResource({
  type: "aws:cloudwatch/dashboard:Dashboard",
  inputs: {
    dashboardBody: t.json({ required: true }),
    dashboardName: t.string({
      required: true,
      replaces: true,
      check: (name) => (/^[\w-]{1,255}$/.test(name) ? undefined : "must have 1 to 255 letters, digits, dashes and underscores."),
    }),
  },
  outputs: { dashboardArn: t.string() },
  notFound: ["ResourceNotFound", "DashboardNotFoundError"],

  async create(context, given) {
    await put(context, given.dashboardName, given.dashboardBody);
    return given.dashboardName;
  },

  async read(context, id) {
    const cloudwatch = await context.client("cloudwatch");
    const found = await cloudwatch.getDashboard({ DashboardName: id });
    return { dashboardBody: found.DashboardBody, dashboardName: found.DashboardName, dashboardArn: found.DashboardArn };
  },

  async update(context, id, { news }) {
    await put(context, id, news.dashboardBody);
  },

  async delete(context, id) {
    const cloudwatch = await context.client("cloudwatch");
    await cloudwatch.deleteDashboards({ DashboardNames: [id] });
  },
});

/** CloudWatch takes a body that it only half understands, and says what it made of it. */
async function put(context: Context, DashboardName: string, DashboardBody: string): Promise<void> {
  const cloudwatch = await context.client("cloudwatch");
  const { DashboardValidationMessages = [] } = await cloudwatch.putDashboard({ DashboardName, DashboardBody });
  for (const { DataPath, Message } of DashboardValidationMessages) context.warn(`${DataPath ?? "dashboardBody"}: ${Message ?? "CloudWatch doubts it."}`);
}
