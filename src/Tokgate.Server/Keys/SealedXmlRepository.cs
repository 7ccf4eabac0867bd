using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Tokgate.Vault;

namespace Tokgate.Server.Keys;

/// <summary>
/// The Data Protection ring, sealed, in the database that all nodes share. Nothing long-lived depends on it (T-57): if it is lost, people sign in again.
/// The interface is synchronous; it is called at start and once per ring key.
/// </summary>
internal sealed class SealedXmlRepository(MasterKeyRing ring, ISealedSettingStore settings) : IXmlRepository
{
    public const string Purpose = "data-protection";

    private const string Prefix = "data-protection/";

    private readonly SealingKey key = ring.Derive(Purpose);

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var elements = new List<XElement>();
        foreach (var (name, box) in settings.ListAsync(Prefix, CancellationToken.None).GetAwaiter().GetResult())
        {
            if (key.TryOpen(box, Encoding.UTF8.GetBytes(name), out var xml))
            {
                elements.Add(XElement.Parse(Encoding.UTF8.GetString(xml)));
            }
        }

        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var name = Prefix + friendlyName;
        var box = key.Seal(Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)), Encoding.UTF8.GetBytes(name));
        settings.TryAddAsync(name, box, CancellationToken.None).GetAwaiter().GetResult();
    }
}
