using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard;

internal sealed class LogsPage(ManagementDesk desk) : DashboardPage(desk);
