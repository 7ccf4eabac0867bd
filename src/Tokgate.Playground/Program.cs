namespace Tokgate.Playground;

internal static class Program
{
    private static void Main()
    {
    }
}
