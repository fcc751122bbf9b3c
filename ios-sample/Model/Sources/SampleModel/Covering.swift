import Foundation
import WalletDoctor

/// From what was drawn on a picture to what is covered of it.
public enum Covering {
    /// `part` in parts of the picture's width and height; the mask in the pixels of the file's `sizeToMask`, and never less than
    /// what was drawn. What the preview gives to look at may be smaller, so its own pixels are no measure.
    public static func mask(part: CGRect, of size: PictureSize) -> Mask {
        let (width, height) = (CGFloat(size.width), CGFloat(size.height))
        let (left, top) = ((part.minX * width).rounded(.down), (part.minY * height).rounded(.down))
        let (right, bottom) = ((part.maxX * width).rounded(.up), (part.maxY * height).rounded(.up))
        return Mask(
            x: pixels(left), y: pixels(top), width: pixels(min(right, width) - max(left, 0)),
            height: pixels(min(bottom, height) - max(top, 0)))
    }

    private static func pixels(_ length: CGFloat) -> UInt32 {
        length.isFinite ? UInt32(clamping: Int64(max(0, min(length, CGFloat(UInt32.max))))) : 0
    }
}
