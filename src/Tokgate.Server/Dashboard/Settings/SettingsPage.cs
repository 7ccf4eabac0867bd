using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard;

internal sealed class SettingsPage(ManagementDesk desk) : DashboardPage(desk);
