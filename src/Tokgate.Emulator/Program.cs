namespace Tokgate.Emulator;

internal static class Program
{
    private static void Main()
    {
    }
}
