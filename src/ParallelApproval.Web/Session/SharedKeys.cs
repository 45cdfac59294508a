using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using ParallelApproval.Database;

namespace ParallelApproval.Web.Session;

/// <summary>Lets ASP.NET keep the keys that protect tokens, cookies and forms in the house.</summary>
internal sealed class SharedKeys(ProtectionKeys keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.All().Select(xml => XElement.Parse(xml))];

    public void StoreElement(XElement element, string friendlyName) =>
        keys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}
